import { Tooltip } from 'antd';
import { KeyCap } from '../components/figures';
import { Icon } from '../components/icon';
import { Logo } from '../components/logo';
import { useSpans } from '../components/span';
import { useWords } from '../i18n';
import type { SessionView } from '../ipc';
import { count, money } from '../lib/format';
import { useNow } from '../lib/now';
import { testids } from '../lib/testids';
import styles from './shell.module.css';

export function TopBar({
  session,
  onPalette,
  onLock,
}: {
  session: SessionView;
  onPalette: () => void;
  onLock: () => void;
}) {
  const { t } = useWords();
  return (
    <header className={styles.top}>
      <div className={styles.place}>
        <span className={styles.logo}>
          <Logo />
        </span>
        <span className={styles.workspace}>{session.workspace}</span>
        {session.demo && (
          <span className={styles.demo} data-testid={testids.demoBadge}>
            {t('common.demo')}
          </span>
        )}
      </div>
      <button type="button" className={styles.search} onClick={onPalette} data-testid={testids.paletteOpen}>
        <Icon name="search" size={14} />
        <span>{t('common.search_hint')}</span>
        <span className={styles.caps}>
          <KeyCap combination>Ctrl</KeyCap>
          <KeyCap combination>K</KeyCap>
        </span>
      </button>
      <div className={styles.who}>
        <Unwitnessed session={session} />
        <span className={styles.avatar} aria-hidden>
          {initials(session.display_name)}
        </span>
        <div className={styles.person}>
          <strong>{session.display_name}</strong>
          <span>{standing(session, t)}</span>
        </div>
        <button
          type="button"
          className={styles.iconButton}
          onClick={onLock}
          aria-label={t('common.lock_hint')}
          title={t('common.lock_hint')}
          data-testid={testids.lock}
        >
          <Icon name="lock" />
        </button>
      </div>
    </header>
  );
}

function Unwitnessed({ session }: { session: SessionView }) {
  const { t } = useWords();
  const spans = useSpans(useNow());
  const { entries, since } = session.unwitnessed;
  if (entries === 0) return null;
  const many = count(entries);
  return (
    <Tooltip title={t('common.unwitnessed_explain', { many })}>
      <span className={styles.unwitnessed} data-testid={testids.unwitnessed}>
        <Icon name="offline" size={14} />
        {since === null
          ? t('common.unwitnessed', { many })
          : t('common.unwitnessed_since', { many, since: spans.age(since) })}
      </span>
    </Tooltip>
  );
}

function standing(session: SessionView, t: ReturnType<typeof useWords>['t']): string {
  const role = t(`common.role.${session.role}`);
  if (session.authority) {
    return `${role} · ${t('common.authority_up_to', { amount: money(session.authority.exposure_max, { symbol: true }) })}`;
  }
  return session.may_audit ? `${role} · ${t('common.read_only_and_export')}` : role;
}

/** A Chinese name by its first character, another by the first letters of its words. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  if (/^[\u3400-\u9fff]/.test(name)) return [...name][0] ?? '';
  return words
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? '')
    .join('');
}
