import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Chip } from '../../components/chip';
import { CopyButton } from '../../components/copy-button';
import { Icon } from '../../components/icon';
import { OutcomeIcon } from '../../components/outcome';
import { ErrorNote, LoadingLine, SkeletonRows } from '../../components/states';
import { i18next, useWords } from '../../i18n';
import type { EntryView, NamedValue } from '../../ipc';
import { count, missing, moment, shortHash } from '../../lib/format';
import { testids } from '../../lib/testids';
import styles from './audit.module.css';
import { Bytes } from './bytes';
import { Proof } from './proof';

export interface EntryPaneProps {
  entry: EntryView | null;
  error: unknown;
  loading: boolean;
  onRetry: () => void;
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
  onOpenCase: (caseId: string) => void;
}

export function EntryPane(props: EntryPaneProps) {
  const { t } = useWords();
  const { entry } = props;
  return (
    <section className={styles.entry} data-testid={testids.auditEntry} data-index={entry?.row.index}>
      <LoadingLine active={props.loading} />
      {props.error !== null && props.error !== undefined && (
        <div className={styles.pad}>
          <ErrorNote error={props.error} onRetry={props.onRetry} />
        </div>
      )}
      {entry === null && !props.error && (props.loading ? <SkeletonRows rows={10} /> : null)}
      {entry === null && !props.error && !props.loading && (
        <p className={styles.none}>{t('audit.entry_none')}</p>
      )}
      {entry && (
        <>
          <Head entry={entry} onPrevious={props.onPrevious} onNext={props.onNext} />
          <div className={styles.entryBody}>
            <Facts entry={entry} onOpenCase={props.onOpenCase} />
            <Payload entry={entry} />
            <Bytes hex={entry.bytes_hex} length={entry.length} />
            <Proof proof={entry.proof} index={entry.row.index} witnessed={entry.row.witnessed} />
          </div>
        </>
      )}
    </section>
  );
}

function Head({
  entry,
  onPrevious,
  onNext,
}: {
  entry: EntryView;
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
}) {
  const { t, say } = useWords();
  return (
    <header className={styles.entryHead}>
      <h1>
        {count(entry.row.index)} · {say(entry.row.title)}
      </h1>
      {entry.row.witnessed ? (
        <Chip tone="pass">
          <Icon name="shield" size={12} />
          {t('audit.witnessed')}
        </Chip>
      ) : (
        <span className={styles.unwitnessedChip}>{t('audit.unwitnessed')}</span>
      )}
      <span className={styles.spacer} />
      <Button
        type="text"
        aria-label={t('audit.previous')}
        disabled={onPrevious === null}
        icon={<Icon name="left" />}
        onClick={() => onPrevious?.()}
      />
      <Button
        type="text"
        aria-label={t('audit.next')}
        disabled={onNext === null}
        icon={<Icon name="right" />}
        onClick={() => onNext?.()}
      />
    </header>
  );
}

/** A reference's kind in words where it is a known one. */
function useReferenceName(): (name: string) => string {
  const { t } = useWords();
  return (name) => {
    const key = `audit.reference.${name}`;
    return i18next.exists(key) ? t(key as 'audit.reference.assessment') : name;
  };
}

function Facts({ entry, onOpenCase }: { entry: EntryView; onOpenCase: (caseId: string) => void }) {
  const { t } = useWords();
  const { row, case_id } = entry;
  const referenceName = useReferenceName();
  return (
    <dl className={styles.facts}>
      <Fact label={t('audit.facts.case')}>
        {case_id !== null && row.case_number !== null ? (
          <button
            type="button"
            className="text-button"
            onClick={() => onOpenCase(case_id)}
            title={t('audit.open_case')}
          >
            <span className={styles.link}>{row.case_number}</span>
          </button>
        ) : (
          (row.case_number ?? missing)
        )}
      </Fact>
      <Fact label={t('audit.facts.at')}>{moment(row.at)}</Fact>
      <Fact label={t('audit.facts.actor')}>
        {row.actor}{' '}
        <span className="mono" title={entry.actor_id}>
          {shortHash(entry.actor_id)}
        </span>
      </Fact>
      <Fact label={t('audit.facts.event')}>
        <span className="mono">{row.event}</span>
      </Fact>
      <Fact label={t('audit.facts.signature')}>
        <Signature entry={entry} />
      </Fact>
      <Fact label={t('audit.facts.parents')}>
        {entry.parents.length === 0 ? missing : entry.parents.map(count).join(' · ')}
      </Fact>
      <Fact label={t('audit.facts.log')} wide>
        <span className="mono">{entry.log_id}</span>
      </Fact>
      {entry.references.map((reference) => (
        <Fact key={`${reference.name}-${reference.value}`} label={referenceName(reference.name)}>
          <span className="mono" title={reference.value}>
            {shortHash(reference.value)}
          </span>
        </Fact>
      ))}
    </dl>
  );
}

function Fact({ label, wide = false, children }: { label: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={wide ? styles.wide : undefined}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Signature({ entry }: { entry: EntryView }) {
  const { t } = useWords();
  const { signature_key, signature_holds } = entry;
  if (signature_key === null)
    return <span data-testid={testids.auditSignature}>{t('audit.signature_none')}</span>;
  const holds = signature_holds === true;
  return (
    <span className={styles.check} data-testid={testids.auditSignature} data-holds={holds}>
      <OutcomeIcon outcome={holds ? 'pass' : 'fail'} size={14} silent />
      {holds ? t('audit.signature_holds') : t('audit.signature_broken')}
      <span className="mono" title={signature_key}>
        {t('audit.key', { key: shortHash(signature_key) })}
      </span>
    </span>
  );
}

function Payload({ entry }: { entry: EntryView }) {
  const { t } = useWords();
  return (
    <section>
      <h2 className={styles.sectionHead}>
        {t('audit.payload')} <span className="hint">{t('audit.payload_note')}</span>
        <Commitment entry={entry} />
      </h2>
      {entry.payload === null && <p className={styles.faint}>{t('audit.payload_erased')}</p>}
      {entry.payload?.length === 0 && <p className={styles.faint}>{t('audit.payload_empty')}</p>}
      {entry.payload && entry.payload.length > 0 && <Values values={entry.payload} />}
    </section>
  );
}

function Commitment({ entry }: { entry: EntryView }) {
  const { t } = useWords();
  const { commitment_holds } = entry;
  const outcome = commitment_holds === null ? 'not_obtainable' : commitment_holds ? 'pass' : 'fail';
  const words =
    commitment_holds === null
      ? t('audit.commitment_erased')
      : commitment_holds
        ? t('audit.commitment_holds')
        : t('audit.commitment_broken');
  return (
    <span
      className={`${styles.check} ${styles.aside}`}
      data-testid={testids.auditCommitment}
      data-holds={commitment_holds}
    >
      <OutcomeIcon outcome={outcome} size={14} silent />
      {words}
      <span className="mono" title={entry.commitment}>
        {shortHash(entry.commitment)}
      </span>
      <CopyButton text={entry.commitment} label={t('common.copy')} />
    </span>
  );
}

function Values({ values }: { values: NamedValue[] }) {
  return (
    <dl className={styles.values}>
      {values.map((value) => (
        <div key={value.name}>
          <dt className="mono">{value.name}</dt>
          <dd>{value.value}</dd>
        </div>
      ))}
    </dl>
  );
}
