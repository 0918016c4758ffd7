/** Who is here? A name, a passphrase, and what this workspace is. */

import { useMutation } from '@tanstack/react-query';
import { Button, Input, type InputRef } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { KeyCap } from '../../components/figures';
import { Icon } from '../../components/icon';
import { LanguageSwitch, ThemeSwitch } from '../../components/preference-switches';
import { ErrorNote } from '../../components/states';
import { useWords } from '../../i18n';
import { desk, type SessionView, type WorkspaceStatus } from '../../ipc';
import { testids } from '../../lib/testids';
import { NoWorkspace } from './no-workspace';
import styles from './signin.module.css';
import { UserList } from './user-list';
import { WorkspacePane } from './workspace-pane';

export interface SignInProps {
  status: WorkspaceStatus | null;
  /** Why the workspace's status could not be read. */
  error: unknown;
  onRetry: () => void;
  onSignedIn: (session: SessionView) => void;
}

export function SignInScreen({ status, error, onRetry, onSignedIn }: SignInProps) {
  return (
    <div className={styles.page} data-testid={testids.signin}>
      <WorkspacePane status={status} />
      <main className={styles.side}>
        <div className={styles.switches}>
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
        <div className={styles.form}>
          {status?.exists && <SignInForm status={status} onSignedIn={onSignedIn} />}
          {status && !status.exists && <NoWorkspace directory={status.directory} onRetry={onRetry} />}
          {error !== null && <ErrorNote error={error} onRetry={onRetry} />}
        </div>
        {status && <Version version={status.version} />}
      </main>
    </div>
  );
}

function Version({ version }: { version: string }) {
  const { t } = useWords();
  return <div className={styles.version}>{t('signin.version', { version })}</div>;
}

function SignInForm({
  status,
  onSignedIn,
}: {
  status: WorkspaceStatus;
  onSignedIn: (session: SessionView) => void;
}) {
  const { t } = useWords();
  const [user, setUser] = useState(status.users[0]?.user ?? '');
  const [passphrase, setPassphrase] = useState('');
  const [capsLock, setCapsLock] = useState(false);
  const field = useRef<InputRef>(null);
  const signIn = useMutation({
    mutationFn: () => desk.signIn(user, passphrase),
    onSuccess: onSignedIn,
    onError: () => {
      setPassphrase('');
      field.current?.focus();
    },
  });
  useEffect(() => field.current?.focus(), []);
  const choose = (chosen: string) => {
    setUser(chosen);
    signIn.reset();
    field.current?.focus();
  };
  const step = (by: number) => {
    const at = status.users.findIndex((known) => known.user === user);
    const next = status.users[at + by];
    if (next) choose(next.user);
  };
  if (status.users.length === 0) return <p>{t('signin.no_users')}</p>;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (passphrase !== '' && !signIn.isPending) signIn.mutate();
      }}
    >
      <h1>{t('signin.title')}</h1>
      <p className={styles.sub}>{t('signin.choose')}</p>
      <UserList users={status.users} chosen={user} onChoose={choose} />
      <label className={styles.label} htmlFor="passphrase">
        {t('signin.passphrase')}
        <span className="hint">{capsLock ? t('signin.caps_on') : t('signin.caps_off')}</span>
      </label>
      <Input.Password
        ref={field}
        id="passphrase"
        size="large"
        autoComplete="current-password"
        value={passphrase}
        status={signIn.error ? 'error' : ''}
        onChange={(event) => setPassphrase(event.target.value)}
        onKeyUp={(event) => setCapsLock(event.getModifierState('CapsLock'))}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          step(event.key === 'ArrowDown' ? 1 : -1);
        }}
        data-testid={testids.signinPassphrase}
      />
      {signIn.error && (
        <div className={styles.refused} data-testid={testids.signinError}>
          <ErrorNote error={signIn.error} />
        </div>
      )}
      <Button
        type="primary"
        htmlType="submit"
        size="large"
        block
        className={styles.submit ?? ''}
        disabled={passphrase === ''}
        loading={signIn.isPending}
        data-testid={testids.signinSubmit}
      >
        {signIn.isPending ? t('signin.opening') : t('signin.open')}
        <KeyCap combination>↵</KeyCap>
      </Button>
      <p className={styles.note}>
        <Icon name="key" size={14} />
        <span>
          {t('signin.key_note')}
          {status.demo_passphrase !== null && (
            <>
              {` ${t('signin.demo_passphrase')} `}
              <code className="mono" data-testid={testids.signinDemoPassphrase}>
                {status.demo_passphrase}
              </code>
            </>
          )}
        </span>
      </p>
    </form>
  );
}
