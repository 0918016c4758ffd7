import { Modal } from 'antd';
import { KeyCap } from '../components/figures';
import { useWords } from '../i18n';
import { type KeyBinding, KeyDepth, useBindingsInForce } from '../lib/keys';
import { usePreferences } from '../lib/preferences';
import { testids } from '../lib/testids';
import styles from './shell.module.css';

/** Lists the keys that are in force right now, from the same registrations that act on them. */
export function KeysHelp({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const { singleKeys } = usePreferences();
  const bindings = useBindingsInForce(0).filter((binding) => singleKeys || binding.key.length > 1);
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
        {!singleKeys && <p className="hint">{t('common.keys_none')}</p>}
        {groups.map((group) => (
          <section key={group.title} className={styles.helpGroup}>
            <h3>{group.title}</h3>
            {group.rows.map((binding) => (
              <Row key={binding.key} binding={binding} />
            ))}
          </section>
        ))}
      </KeyDepth>
    </Modal>
  );
}

function Row({ binding }: { binding: KeyBinding }) {
  return (
    <div className={styles.helpRow}>
      <span>{binding.label}</span>
      <span className="chip-row">
        {binding.key.split('+').map((part) => (
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
