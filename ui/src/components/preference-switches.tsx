/** Language and theme, wherever they are offered. */

import { Segmented } from 'antd';
import { useWords } from '../i18n';
import { setPreferences, usePreferences } from '../lib/preferences';
import { testids } from '../lib/testids';
import { Icon } from './icon';

export function LanguageSwitch() {
  const { t } = useWords();
  const { language } = usePreferences();
  return (
    <Segmented
      aria-label={t('common.language')}
      value={language}
      onChange={(value) => setPreferences({ language: value })}
      options={[
        {
          value: 'zh' as const,
          label: <span data-testid={testids.langOption('zh')}>{t('common.language_zh')}</span>,
        },
        {
          value: 'en' as const,
          label: <span data-testid={testids.langOption('en')}>{t('common.language_en')}</span>,
        },
      ]}
      data-testid={testids.langSwitch}
    />
  );
}

export function ThemeSwitch() {
  const { t } = useWords();
  const { theme } = usePreferences();
  return (
    <Segmented
      aria-label={t('common.theme')}
      value={theme}
      onChange={(value) => setPreferences({ theme: value })}
      options={[
        {
          value: 'light' as const,
          label: <Choice icon="sun" name="light" label={t('common.theme_light')} />,
        },
        { value: 'dark' as const, label: <Choice icon="moon" name="dark" label={t('common.theme_dark')} /> },
      ]}
      data-testid={testids.themeSwitch}
    />
  );
}

function Choice({ icon, name, label }: { icon: 'sun' | 'moon'; name: string; label: string }) {
  return (
    <span data-testid={testids.themeOption(name)} title={label}>
      <Icon name={icon} size={14} title={label} />
    </span>
  );
}
