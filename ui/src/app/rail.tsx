import { Icon, type IconName } from '../components/icon';
import { useWords } from '../i18n';
import { count } from '../lib/format';
import { testids } from '../lib/testids';
import type { Go, Route } from './route';
import styles from './shell.module.css';

export function Rail({
  route,
  lastCase,
  review,
  mayAudit,
  go,
}: {
  route: Route;
  lastCase: string | null;
  review: number | null;
  mayAudit: boolean;
  go: Go;
}) {
  const { t } = useWords();
  const item = (
    screen: Route['screen'],
    icon: IconName,
    label: string,
    run: (() => void) | null,
    badge?: number | null,
  ) => (
    <button
      type="button"
      className={styles.railItem}
      aria-current={route.screen === screen ? 'page' : undefined}
      aria-disabled={run === null}
      title={run === null ? t('common.nav_case_none') : undefined}
      onClick={() => run?.()}
      data-testid={testids.nav(screen)}
    >
      <Icon name={icon} />
      {label}
      {badge ? <span className={styles.badge}>{badge > 99 ? '99+' : count(badge)}</span> : null}
    </button>
  );
  return (
    <nav className={styles.rail} aria-label={t('common.nav')}>
      {item('queue', 'queue', t('common.nav_queue'), () => go({ screen: 'queue' }), review)}
      {item(
        'case',
        'case',
        t('common.nav_case'),
        lastCase === null ? null : () => go({ screen: 'case', caseId: lastCase }),
      )}
      {mayAudit && item('audit', 'audit', t('common.nav_audit'), () => go({ screen: 'audit' }))}
      <span className={styles.spacer} />
      {item('settings', 'settings', t('common.nav_settings'), () => go({ screen: 'settings' }))}
    </nav>
  );
}
