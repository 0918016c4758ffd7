import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { KeyCap } from '../../components/figures';
import { Icon } from '../../components/icon';
import { OutcomeIcon } from '../../components/outcome';
import { ErrorNote } from '../../components/states';
import { useWords } from '../../i18n';
import { desk, type VerifyLogView, type VerifyView } from '../../ipc';
import { clock, count } from '../../lib/format';
import { testids } from '../../lib/testids';
import styles from './audit.module.css';

export function useVerify() {
  const verify = useMutation({ mutationFn: desk.auditVerify });
  return {
    run: () => {
      if (!verify.isPending) verify.mutate();
    },
    busy: verify.isPending,
    view: verify.data ?? null,
    error: verify.error,
  };
}

/** What was proven, and as loudly, what was not. */
export function VerifyPanel({ verify }: { verify: ReturnType<typeof useVerify> }) {
  const { t } = useWords();
  const { view } = verify;
  return (
    <section className={styles.panel}>
      <h2 className={styles.panelHead}>
        {t('audit.verify')}
        {view && <Took view={view} />}
      </h2>
      {!view && !verify.busy && <p className={styles.lead}>{t('audit.verify_intro')}</p>}
      {verify.error && <ErrorNote error={verify.error} />}
      {view && (
        <div
          role="status"
          data-testid={testids.auditVerifyResult}
          data-intact={view.logs.every((log) => !log.fault)}
        >
          {view.logs.map((log) => (
            <LogResult key={log.log} log={log} />
          ))}
          <Unproven logs={view.logs} />
          <p className="hint">{t('audit.limits')}</p>
        </div>
      )}
      <Button block onClick={verify.run} loading={verify.busy} data-testid={testids.auditVerify}>
        {verify.busy ? t('audit.verifying') : view ? t('audit.verify_now') : t('audit.verify_first')}
        <KeyCap>V</KeyCap>
      </Button>
    </section>
  );
}

function Took({ view }: { view: VerifyView }) {
  const { t } = useWords();
  return (
    <span className={styles.aside}>
      {clock(view.at)} · {t('audit.took', { seconds: (view.took_ms / 1000).toFixed(1) })}
    </span>
  );
}

function LogResult({ log }: { log: VerifyLogView }) {
  const { t } = useWords();
  const name = t(`audit.log.${log.log}`);
  if (log.fault) {
    return (
      <div className={`${styles.result} ${styles.broken}`} role="alert">
        <OutcomeIcon outcome="fail" silent />
        <div>
          <strong>{t('audit.fault', { log: name })}</strong>
          <p>{t('audit.fault_place', { place: log.fault.place })}</p>
          <p>{log.fault.reason}</p>
          <p>{t('audit.fault_todo')}</p>
        </div>
      </div>
    );
  }
  return <Proven log={log} name={name} />;
}

/** What only this device holds, of every log, in one place. */
function Unproven({ logs }: { logs: VerifyLogView[] }) {
  const { t } = useWords();
  const tails = logs.filter((log) => log.unwitnessed > 0);
  if (tails.length === 0) return null;
  return (
    <div className={`${styles.result} ${styles.unproven}`}>
      <span className={styles.unwitnessedMark}>
        <OutcomeIcon outcome="not_obtainable" silent inherit />
      </span>
      <div>
        <strong>{t('audit.not_proven')}</strong>
        {tails.map((log) => (
          <p key={log.log}>
            {t('audit.not_proven_log', { log: t(`audit.log.${log.log}`), many: count(log.unwitnessed) })}
          </p>
        ))}
        <p>{t('audit.not_proven_note')}</p>
      </div>
    </div>
  );
}

/** Green only over what somebody else holds; a log that only this device has is reported in neutral. */
function Proven({ log, name }: { log: VerifyLogView; name: string }) {
  const { t } = useWords();
  if (log.entries === 0) return <p className={styles.faint}>{t('audit.none_yet', { log: name })}</p>;
  const witnessed = log.unwitnessed < log.entries;
  const covered = witnessed ? log.entries - log.unwitnessed : log.entries;
  const range = `0 – ${count(covered - 1)}`;
  return (
    <div className={`${styles.result} ${witnessed ? styles.intact : styles.consistent}`}>
      {witnessed ? <Icon name="shield" /> : <Icon name="audit" />}
      <div>
        <strong>{t('audit.intact', { log: name, range })}</strong>
        <p>
          {t('audit.intact_note', {
            entries: count(log.entries),
            signatures: count(log.signatures),
            checkpoints: count(log.checkpoints),
            payloads: count(log.payloads),
          })}
          {log.erased > 0 && ` ${t('audit.intact_erased', { many: count(log.erased) })}`}
        </p>
      </div>
    </div>
  );
}
