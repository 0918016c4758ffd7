import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useCodes } from '../../components/codes';
import { KeyCap } from '../../components/figures';
import { Icon } from '../../components/icon';
import { type Outcome, OutcomeIcon } from '../../components/outcome';
import { SignedBars } from '../../components/signed-bars';
import { useSpans } from '../../components/span';
import { ErrorNote, LoadingLine } from '../../components/states';
import { useWords } from '../../i18n';
import { type CheckCounts, desk, keys, type QueuePreview, type QueueRow, type Tone } from '../../ipc';
import { clock, count, missing, money, percent } from '../../lib/format';
import { useNow } from '../../lib/now';
import { testids } from '../../lib/testids';
import { capAmount, yuan } from '../../lib/yuan';
import styles from './queue.module.css';

export interface PreviewPaneProps {
  row: QueueRow | null;
  takeable: boolean;
  releasable: boolean;
  onOpen: () => void;
  onTake: () => void;
  onRelease: () => void;
}

/** The selected case's main points, so that a person knows before opening. */
export function QueuePreviewPane(props: PreviewPaneProps) {
  const { t } = useWords();
  const { row } = props;
  const preview = useQuery({
    queryKey: keys.queuePreview(row?.case_id ?? ''),
    queryFn: () => desk.queuePreview(row?.case_id ?? ''),
    enabled: row !== null,
  });
  if (row === null) {
    return (
      <aside className={styles.preview} aria-label={t('queue.preview.title')}>
        <p className={styles.none}>{t('queue.preview.none')}</p>
      </aside>
    );
  }
  return (
    <aside
      className={styles.preview}
      aria-label={t('queue.preview.title')}
      data-testid={testids.queuePreview}
    >
      <LoadingLine active={preview.isFetching} />
      <div className={styles.previewBody}>
        <PreviewHead row={row} age={preview.data?.age_years ?? null} />
        {preview.error && <ErrorNote error={preview.error} onRetry={() => void preview.refetch()} />}
        {preview.data && <PreviewBody view={preview.data} />}
      </div>
      <div className={styles.actions}>
        <Button onClick={props.onOpen} data-testid={testids.queueOpen}>
          {t('queue.open')}
          <KeyCap combination>↵</KeyCap>
        </Button>
        {props.takeable && !props.releasable && (
          <Button onClick={props.onTake}>
            {t('queue.take')}
            <KeyCap>T</KeyCap>
          </Button>
        )}
        {props.releasable && (
          <Button onClick={props.onRelease} data-testid={testids.queueRelease}>
            {t('queue.release')}
            <KeyCap>U</KeyCap>
          </Button>
        )}
      </div>
    </aside>
  );
}

function PreviewHead({ row, age }: { row: QueueRow; age: number | null }) {
  const { t } = useWords();
  const codes = useCodes();
  const spans = useSpans(useNow());
  return (
    <header className={styles.previewHead}>
      <h2>
        {row.applicant}
        {age !== null && <span className={styles.age}>{t('queue.preview.age', { age })}</span>}
      </h2>
      {row.lock && (
        <span className={`chip ${row.lock.mine ? 'chip-accent' : ''}`}>
          <Icon name="lock" size={12} />
          {row.lock.mine
            ? t('queue.preview.mine_until', { left: spans.until(row.lock.until) })
            : row.lock.display_name}
        </span>
      )}
      <span className={styles.previewSub}>
        {row.number} · {codes.channel(row.channel)} · {codes.scene(row.scene)} ·{' '}
        {t(`common.case_state.${row.state}`)}
      </span>
    </header>
  );
}

function PreviewBody({ view }: { view: QueuePreview }) {
  const { t, say } = useWords();
  const { row } = view;
  const [binding, second] = view.caps;
  return (
    <>
      <div className={styles.figures}>
        <FigureCell
          label={t('queue.preview.requested')}
          value={money(row.line_requested, { symbol: true })}
        />
        <FigureCell
          label={t('queue.preview.recommended')}
          value={money(row.line_recommended, { symbol: row.line_recommended !== null })}
          strong
        />
        <FigureCell
          label={t('queue.preview.score')}
          value={view.points === null ? missing : `${view.points} · ${row.risk_grade ?? missing}`}
        />
        <FigureCell label={t('queue.preview.income')} value={yuan(view.income_monthly)} />
        <FigureCell label={t('queue.preview.dti')} value={percent(view.debt_to_income)} />
        <FigureCell label={t('queue.preview.pd')} value={percent(view.probability_of_default)} />
      </div>
      <Section title={t('queue.preview.why')}>
        {view.triggers.length === 0 && <p className={styles.faint}>{t('queue.preview.why_none')}</p>}
        {view.triggers.map((trigger) => (
          <p key={trigger.code} className={styles.line}>
            <OutcomeIcon outcome={outcomeOf[trigger.tone]} />
            <span>
              <span className={styles.code}>{trigger.code}</span> {say(trigger.text)}
            </span>
          </p>
        ))}
      </Section>
      {binding && (
        <Section title={t('queue.preview.binding')}>
          <p className={styles.line}>
            <span className={styles.bindingMark}>
              <Icon name="arrow" size={14} />
            </span>
            <span>{say(binding.label)}</span>
            <strong className={styles.amount}>{capAmount(binding.amount)}</strong>
          </p>
          {second && (
            <p className={`${styles.line} ${styles.faint}`}>
              <span className={styles.indent} />
              <span>{t('queue.preview.next', { name: say(second.label) })}</span>
              <span className={styles.amount}>{capAmount(second.amount)}</span>
            </p>
          )}
        </Section>
      )}
      {view.reasons.length > 0 && (
        <Section title={t('queue.preview.reasons')} aside={t('queue.preview.points')}>
          <SignedBars
            rows={view.reasons.map((reason) => ({
              id: reason.characteristic,
              label: say(reason.label),
              value: reason.distance,
            }))}
          />
        </Section>
      )}
      <Section title={t('queue.preview.checks')} aside={<Counts counts={view.checks} />} />
      {view.timeline.length > 0 && (
        <Section title={t('queue.preview.timeline')}>
          {view.timeline.map((event) => (
            <p key={event.entry} className={styles.line}>
              <span className={styles.clock}>{clock(event.at)}</span>
              <span>
                {say(event.text)} <span className={styles.faint}>{event.actor}</span>
              </span>
            </p>
          ))}
        </Section>
      )}
    </>
  );
}

const outcomeOf: Record<Tone, Outcome> = {
  neutral: 'not_run',
  warn: 'warn',
  fail: 'fail',
  unknown: 'not_obtainable',
};

function FigureCell({ label, value, strong = false }: { label: string; value: string; strong?: boolean }) {
  return (
    <div>
      <span className={styles.figureLabel}>{label}</span>
      <span className={`${styles.figureValue} ${strong ? styles.accent : ''}`}>{value}</span>
    </div>
  );
}

function Section({ title, aside, children }: { title: string; aside?: ReactNode; children?: ReactNode }) {
  return (
    <section className={styles.section}>
      <h3>
        {title}
        {aside && <span className={styles.aside}>{aside}</span>}
      </h3>
      {children}
    </section>
  );
}

function Counts({ counts }: { counts: CheckCounts }) {
  const all = counts.pass + counts.warn + counts.fail + counts.unknown;
  return (
    <span className={styles.counts}>
      <OutcomeIcon outcome="pass" size={14} /> {counts.pass}
      <OutcomeIcon outcome="warn" size={14} /> {counts.warn}
      <OutcomeIcon outcome="fail" size={14} /> {counts.fail}
      <OutcomeIcon outcome="not_obtainable" size={14} /> {counts.unknown}
      <span className={`${styles.faint} ${styles.ratio}`}>
        {count(counts.pass)} / {count(all)}
      </span>
    </span>
  );
}
