import { Switch } from 'antd';
import type { ReactNode } from 'react';
import { LanguageSwitch, ThemeSwitch } from '../../components/preference-switches';
import { useWords } from '../../i18n';
import { setPreferences, usePreferences } from '../../lib/preferences';
import { testids } from '../../lib/testids';
import styles from './settings.module.css';

export function SettingsScreen() {
  const { t } = useWords();
  const { singleKeys } = usePreferences();
  return (
    <div className={styles.page} data-testid={testids.screen('settings')}>
      <h1>{t('settings.title')}</h1>
      <p className="hint">{t('settings.note')}</p>
      <Row label={t('common.language')}>
        <LanguageSwitch />
      </Row>
      <Row label={t('common.theme')}>
        <ThemeSwitch />
      </Row>
      <Row label={t('settings.single_keys')} note={t('settings.single_keys_note')}>
        <Switch
          checked={singleKeys}
          onChange={(checked) => setPreferences({ singleKeys: checked })}
          aria-label={t('settings.single_keys')}
          data-testid={testids.singleKeys}
        />
      </Row>
    </div>
  );
}

function Row({ label, note, children }: { label: string; note?: string; children: ReactNode }) {
  return (
    <div className={styles.row}>
      <div>
        <div>{label}</div>
        {note && <div className="hint">{note}</div>}
      </div>
      {children}
    </div>
  );
}
