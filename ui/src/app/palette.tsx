/** Ctrl+K: a case by its number, or a command by its name. */

import { useQuery } from '@tanstack/react-query';
import { Input, Modal } from 'antd';
import { useState } from 'react';
import { Icon, type IconName } from '../components/icon';
import { useWords } from '../i18n';
import { desk, keys, type QueueFilter, type QueueWork } from '../ipc';
import { KeyDepth, useKeys } from '../lib/keys';
import { setPreferences, usePreferences } from '../lib/preferences';
import { testids } from '../lib/testids';
import type { Go } from './route';
import styles from './shell.module.css';

interface Item {
  id: string;
  icon: IconName;
  label: string;
  aside?: string;
  run: () => void;
}

const everyWork: QueueWork[] = ['review', 'second_signature', 'waiting', 'decided'];

/** Cases in any state whose number holds the text. */
function useCasesByNumber(text: string): { case_id: string; number: string; applicant: string }[] {
  const wanted = text.trim();
  const found = useQuery({
    queryKey: [...keys.queue, 'find', wanted],
    enabled: /\d/.test(wanted),
    queryFn: async () => {
      const pages = await Promise.all(
        everyWork.map((work) => {
          const filter: QueueFilter = { work, grades: [], scene: null, trigger: null, text: wanted };
          return desk.queueList(filter, null, 5);
        }),
      );
      return pages.flatMap((page) => page.rows).slice(0, 8);
    },
  });
  return found.data ?? [];
}

function useCommands(props: PaletteProps): Item[] {
  const { t } = useWords();
  const { language, theme } = usePreferences();
  const items: Item[] = [
    { id: 'queue', icon: 'queue', label: t('common.nav_queue'), run: () => props.go({ screen: 'queue' }) },
    {
      id: 'settings',
      icon: 'settings',
      label: t('common.nav_settings'),
      run: () => props.go({ screen: 'settings' }),
    },
    {
      id: 'language',
      icon: 'globe',
      label: t('common.language'),
      aside: language === 'zh' ? t('common.language_en') : t('common.language_zh'),
      run: () => setPreferences({ language: language === 'zh' ? 'en' : 'zh' }),
    },
    {
      id: 'theme',
      icon: theme === 'dark' ? 'sun' : 'moon',
      label: t('common.theme'),
      aside: theme === 'dark' ? t('common.theme_light') : t('common.theme_dark'),
      run: () => setPreferences({ theme: theme === 'dark' ? 'light' : 'dark' }),
    },
    { id: 'keys', icon: 'key', label: t('common.keys_title'), aside: '?', run: props.onKeys },
    { id: 'lock', icon: 'lock', label: t('common.lock_hint'), aside: 'L', run: props.onLock },
  ];
  if (props.mayAudit) {
    items.splice(1, 0, {
      id: 'audit',
      icon: 'audit',
      label: t('common.nav_audit'),
      run: () => props.go({ screen: 'audit' }),
    });
  }
  return items;
}

interface PaletteProps {
  mayAudit: boolean;
  go: Go;
  onLock: () => void;
  onKeys: () => void;
  onClose: () => void;
}

export function Palette(props: PaletteProps) {
  const { t } = useWords();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const commands = useCommands(props);
  const cases = useCasesByNumber(text).map<Item>((row) => ({
    id: row.number,
    icon: 'case',
    label: row.number,
    aside: row.applicant,
    run: () => props.go({ screen: 'case', caseId: row.case_id }),
  }));
  const wanted = text.trim().toLowerCase();
  const items = [
    ...cases,
    ...commands.filter((item) => `${item.id} ${item.label}`.toLowerCase().includes(wanted)),
  ];
  const at = Math.min(chosen, Math.max(0, items.length - 1));
  const run = (item: Item | undefined) => {
    if (!item) return;
    props.onClose();
    item.run();
  };
  return (
    <Modal
      open
      footer={null}
      closable={false}
      onCancel={props.onClose}
      width={520}
      data-testid={testids.palette}
    >
      <KeyDepth value={1}>
        <OwnKeyboard onClose={props.onClose} />
      </KeyDepth>
      <Input
        autoFocus
        value={text}
        placeholder={t('common.search_hint')}
        aria-label={t('common.search_hint')}
        role="combobox"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={items[at] ? `palette-${items[at].id}` : undefined}
        prefix={<Icon name="search" size={14} />}
        onChange={(event) => {
          setText(event.target.value);
          setChosen(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setChosen(Math.min(at + 1, items.length - 1));
          else if (event.key === 'ArrowUp') setChosen(Math.max(at - 1, 0));
          else if (event.key === 'Enter') run(items[at]);
          else return;
          event.preventDefault();
        }}
        data-testid={testids.paletteInput}
      />
      <div id="palette-list" role="listbox" className={styles.paletteList} tabIndex={-1}>
        {items.map((item, index) => (
          // Keys reach the list through the field above, as a combobox has it.
          // biome-ignore lint/a11y/useKeyWithClickEvents: see above
          <div
            key={item.id}
            id={`palette-${item.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={styles.paletteItem}
            onClick={() => run(item)}
            onMouseMove={() => setChosen(index)}
            data-testid={testids.paletteItem(item.id)}
          >
            <Icon name={item.icon} />
            {item.label}
            {item.aside && <span className={styles.aside}>{item.aside}</span>}
          </div>
        ))}
      </div>
    </Modal>
  );
}

/** Takes the keyboard from the screen below while the palette is open. */
function OwnKeyboard({ onClose }: { onClose: () => void }) {
  useKeys([{ key: 'ctrl+k', run: onClose, inFields: true }]);
  return null;
}
