import { KeyCap } from '../../components/figures';
import { Icon, type IconName } from '../../components/icon';
import { Logo } from '../../components/logo';
import { useWords } from '../../i18n';
import type { WorkspaceStatus } from '../../ipc';
import { count } from '../../lib/format';
import { testids } from '../../lib/testids';
import styles from './signin.module.css';

/** What this workspace is, before anyone has opened it. */
export function WorkspacePane({ status }: { status: WorkspaceStatus | null }) {
  const { t } = useWords();
  const exists = status?.exists === true;
  return (
    <section className={styles.pane}>
      <header className={styles.brand}>
        <Logo size={32} />
        <div>
          <strong>{t('common.product')}</strong>
          <span>{t('common.tagline')}</span>
        </div>
      </header>
      {exists && (
        <>
          <h2 className={styles.workspace}>
            {status.name}
            {status.demo && (
              <span className={styles.demo} data-testid={testids.demoBadge}>
                {t('common.demo')}
              </span>
            )}
          </h2>
          {status.demo && <p className={styles.lead}>{t('signin.demo_note')}</p>}
          <div className={styles.facts}>
            <Fact
              icon="lock"
              label={t('signin.storage')}
              value={t('signin.storage_value')}
              note={t('signin.storage_note')}
              aside={status.directory}
            />
            <Fact
              icon="people"
              label={t('signin.people')}
              value={t('signin.people_value', { many: count(status.users.length) })}
            />
          </div>
        </>
      )}
      <FirstUse />
    </section>
  );
}

function Fact({
  icon,
  label,
  value,
  note,
  aside,
}: {
  icon: IconName;
  label: string;
  value: string;
  note?: string;
  aside?: string;
}) {
  return (
    <div className={styles.fact}>
      <Icon name={icon} />
      <span className={styles.factLabel}>{label}</span>
      <span>
        <strong>{value}</strong>
        {note && <span className={styles.factNote}> · {note}</span>}
      </span>
      {aside && (
        <span className={styles.factAside} title={aside}>
          <bdi>{aside}</bdi>
        </span>
      )}
    </div>
  );
}

function FirstUse() {
  const { t } = useWords();
  const steps = [
    { title: t('signin.step_take'), note: t('signin.step_take_note'), key: 'G' },
    { title: t('signin.step_read'), note: t('signin.step_read_note'), key: 'Enter' },
    { title: t('signin.step_decide'), note: t('signin.step_decide_note'), key: 'C' },
    { title: t('signin.step_verify'), note: t('signin.step_verify_note'), key: 'V' },
  ];
  return (
    <div className={styles.first}>
      <h3>
        {t('signin.first_use')} <span className="hint">{t('signin.first_use_note')}</span>
      </h3>
      <ol>
        {steps.map((step, index) => (
          <li key={step.title}>
            <span className={styles.stepNumber}>{index + 1}</span>
            <span>
              <span className={styles.stepTitle}>{step.title}</span>
              <span className="hint">{step.note}</span>
            </span>
            <KeyCap>{step.key}</KeyCap>
          </li>
        ))}
      </ol>
    </div>
  );
}
