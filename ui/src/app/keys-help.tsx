import { Modal } from 'antd';
import { KeyCap } from '../components/figures';
import { useWords } from '../i18n';
import { bindingsInForce, type KeyBinding, KeyDepth, useKeys } from '../lib/keys';
import { usePreferences } from '../lib/preferences';
import { testids } from '../lib/testids';
import styles from './shell.module.css';

/** Lists the keys that are in force right now, from the same registrations that act on them. */
export function KeysHelp({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const { singleKeys } = usePreferences();
  const bindings = bindingsInForce(0).filter((binding) => singleKeys || binding.key.length > 1);
  const groups = [
    { title: t('common.keys_group_screen'), rows: bindings.filter((binding) => !binding.everywhere) },
    { title: t('common.keys_group_everywhere'), rows: bindings.filter((binding) => binding.everywhere) },
  ];
  return (
    <Modal
      open
      title={t('common.keys_title')}
      footer={null}
      onCancel={onClose}
      width={420}
      data-testid={testids.keysHelp}
    >
      <KeyDepth value={1}>
        <ClosingKeys onClose={onClose} />
        {!singleKeys && <p className="hint">{t('common.keys_none')}</p>}
        {groups.map((group) => (
          <section key={group.title} className={styles.helpGroup}>
            <h3>{group.title}</h3>
            {byLabel(group.rows).map((row) => (
              <Row key={row.label} label={row.label} keys={row.keys} />
            ))}
          </section>
        ))}
      </KeyDepth>
    </Modal>
  );
}

/** Takes the keyboard from the screen below, and closes on the key that opened. */
function ClosingKeys({ onClose }: { onClose: () => void }) {
  useKeys([{ key: '?', run: onClose }]);
  return null;
}

/** Keys that do the same stand on one row. */
function byLabel(bindings: KeyBinding[]): { label: string; keys: string[] }[] {
  const rows = new Map<string, string[]>();
  for (const { label, key } of bindings) {
    if (label !== undefined) rows.set(label, [...(rows.get(label) ?? []), key]);
  }
  return [...rows].map(([label, keys]) => ({ label, keys }));
}

function Row({ label, keys }: { label: string; keys: string[] }) {
  return (
    <div className={styles.helpRow}>
      <span>{label}</span>
      <span className="chip-row">
        {keys
          .flatMap((key) => key.split('+'))
          .map((part) => (
            <KeyCap key={part} combination>
              {keyName(part)}
            </KeyCap>
          ))}
      </span>
    </div>
  );
}

export function keyName(key: string): string {
  const names: Record<string, string> = {
    ctrl: 'Ctrl',
    ArrowUp: '↑',
    ArrowDown: '↓',
    Enter: '↵',
    ' ': 'Space',
    Escape: 'Esc',
  };
  return names[key] ?? (key.length === 1 ? key.toUpperCase() : key);
}
