import { KeyCap } from '../../components/figures';
import { useWords } from '../../i18n';
import type { SignInUser } from '../../ipc';
import { testids } from '../../lib/testids';
import styles from './signin.module.css';

/** The names; arrows move between them even while the passphrase has the focus. */
export function UserList({
  users,
  chosen,
  onChoose,
}: {
  users: SignInUser[];
  chosen: string;
  onChoose: (user: string) => void;
}) {
  const { t } = useWords();
  return (
    <>
      <div role="radiogroup" aria-label={t('signin.users')} className={styles.users}>
        {users.map(({ user, display_name, role }) => (
          <button
            key={user}
            type="button"
            role="radio"
            aria-checked={user === chosen}
            tabIndex={user === chosen ? 0 : -1}
            className={styles.user}
            onClick={() => onChoose(user)}
            data-testid={testids.signinUser(user)}
          >
            <span className={styles.avatar} aria-hidden>
              {[...display_name][0]}
            </span>
            <span>
              <strong>{display_name}</strong>
              <span className={styles.role}>{t(`common.role.${role}`)}</span>
            </span>
            <span className={styles.userId}>{user}</span>
          </button>
        ))}
      </div>
      <div className={styles.usersHint}>
        <KeyCap combination>↑</KeyCap>
        <KeyCap combination>↓</KeyCap>
        <span className="hint">{t('signin.choose_keys')}</span>
      </div>
    </>
  );
}
