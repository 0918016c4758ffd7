import { Button } from 'antd';
import { useWords } from '../../i18n';
import { testids } from '../../lib/testids';
import styles from './signin.module.css';

/** Nothing to open: says how a workspace is made, and tries again. */
export function NoWorkspace({ directory, onRetry }: { directory: string; onRetry: () => void }) {
  const { t } = useWords();
  const place = directory.includes(' ') ? `"${directory}"` : directory;
  return (
    <div data-testid={testids.signinNoWorkspace}>
      <h1>{t('signin.no_workspace')}</h1>
      <p className={styles.sub}>{t('signin.no_workspace_note')}</p>
      <Command line={`firstline --workspace ${place} demo`} note={t('signin.no_workspace_demo')} />
      <Command line={`firstline --workspace ${place} init`} note={t('signin.no_workspace_init')} />
      <Button type="primary" size="large" block className={styles.submit ?? ''} onClick={onRetry}>
        {t('common.retry')}
      </Button>
    </div>
  );
}

function Command({ line, note }: { line: string; note: string }) {
  return (
    <div className={styles.command}>
      <code>{line}</code>
      <span className="hint">{note}</span>
    </div>
  );
}
