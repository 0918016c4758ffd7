import type { ReactNode } from 'react';
import { useCodes } from '../../components/codes';
import { Icon } from '../../components/icon';
import { useWords } from '../../i18n';
import type { CaseView } from '../../ipc';
import { moment, money, timeLeft } from '../../lib/format';
import { useNow } from '../../lib/now';
import { testids } from '../../lib/testids';
import { Revealable } from './reveal';

/** Who asks for what, until when, and who has the case. */
export function CaseHead({
  view,
  place,
  onPrevious,
  onNext,
  onRelease,
}: {
  view: CaseView;
  place: { position: number; total: number } | null;
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
  onRelease: (() => void) | null;
}) {
  const { t } = useWords();
  const codes = useCodes();
  const { header } = view;
  const requested = t('case.times_instalments', {
    amount: money(header.line_requested, { symbol: true }),
    many: header.instalments,
  });
  const places = `${codes.channel(header.channel)} · ${codes.scene(header.scene)}`;
  return (
    <header className="case-head" data-testid={testids.caseHeader}>
      {place && <Pager place={place} onPrevious={onPrevious} onNext={onNext} />}
      <div className="case-head-name">
        <Revealable caseId={view.case_id} field="name" label={t('case.name')} value={header.name} />
      </div>
      <Fact label={t('case.id_number')}>
        <Revealable
          caseId={view.case_id}
          field="id_number"
          label={t('case.id_number')}
          value={header.id_number}
        />
      </Fact>
      {header.age_years !== null && (
        <Fact label={t('case.age')}>{t('case.age_years', { years: header.age_years })}</Fact>
      )}
      <Fact label={t('case.number')} testid={testids.caseNumber}>
        {view.number}
      </Fact>
      <Fact label={t('case.channel_scene')} title={places} shrink>
        {places}
      </Fact>
      <Fact label={t('case.requested')}>{requested}</Fact>
      <Fact label={t('case.exposure')}>{money(header.known_exposure, { symbol: true })}</Fact>
      <Fact label={t('case.consents')} title={header.consents.join(' · ')} className="case-head-consents">
        {t('case.consents_count', { many: header.consents.length })}
      </Fact>
      <span className="case-head-space" />
      <Due view={view} />
      <State view={view} onRelease={onRelease} />
    </header>
  );
}

function Pager({
  place,
  onPrevious,
  onNext,
}: {
  place: { position: number; total: number };
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
}) {
  const { t } = useWords();
  return (
    <nav className="case-pager" aria-label={t('case.keys.next_previous')}>
      <button
        type="button"
        onClick={() => onPrevious?.()}
        disabled={onPrevious === null}
        aria-label={t('case.previous')}
        data-testid={testids.casePrevious}
      >
        <Icon name="left" />
      </button>
      <span className="num">{t('case.position', { index: place.position, total: place.total })}</span>
      <button
        type="button"
        onClick={() => onNext?.()}
        disabled={onNext === null}
        aria-label={t('case.next')}
        data-testid={testids.caseNext}
      >
        <Icon name="right" />
      </button>
    </nav>
  );
}

function Fact({
  label,
  title,
  className = '',
  shrink = false,
  testid,
  children,
}: {
  label: string;
  title?: string;
  className?: string;
  /** Gives way first when the strip is too narrow. */
  shrink?: boolean;
  testid?: string;
  children: ReactNode;
}) {
  return (
    <div className={`case-fact ${shrink ? 'case-fact-shrink' : ''} ${className}`} title={title}>
      <span className="case-fact-label">{label}</span>
      <span className="case-fact-value" data-testid={testid}>
        {children}
      </span>
    </div>
  );
}

function Due({ view }: { view: CaseView }) {
  const { t } = useWords();
  const left = useLeft();
  if (view.state === 'decided' || view.state === 'withdrawn') return null;
  const rest = left(view.header.due_at);
  const text = t(rest.late ? 'common.time.overdue' : 'common.time.left', { span: rest.text });
  return (
    <Fact label={t('case.due')} title={moment(view.header.due_at)}>
      <span className={rest.late ? 'case-late' : rest.soon ? 'case-soon' : ''}>
        <Icon name="clock" size={14} /> {text}
      </span>
    </Fact>
  );
}

function State({ view, onRelease }: { view: CaseView; onRelease: (() => void) | null }) {
  const { t } = useWords();
  const left = useLeft();
  const { lock } = view.header;
  const held = lock
    ? lock.mine
      ? t('case.lock_mine', { left: left(lock.until).text })
      : t('case.lock_other', { name: lock.display_name })
    : null;
  const state = (
    <span data-testid={testids.caseState} data-state={view.state}>
      {t(`common.case_state.${view.state}`)}
    </span>
  );
  return (
    <div className="case-fact">
      <span className="case-fact-label">
        {held === null ? t('case.state') : state}
        {onRelease && (
          <button type="button" className="text-link" onClick={onRelease} data-testid={testids.caseRelease}>
            {t('case.release')}
          </button>
        )}
      </span>
      <span className="case-fact-value">
        {held === null ? (
          state
        ) : (
          <>
            <Icon name="lock" size={14} /> {held}
          </>
        )}
      </span>
    </div>
  );
}

/** What is left until a moment in words: days, hours and minutes, or minutes. */
function useLeft() {
  const { t } = useWords();
  const now = useNow();
  return (due: string): { text: string; late: boolean; soon: boolean } => {
    const rest = timeLeft(due, now);
    const text =
      rest.days >= 2
        ? t('common.time.days', { many: rest.days })
        : rest.hours > 0
          ? t('common.time.hours_minutes', { hours: rest.hours, minutes: rest.minutes })
          : t('common.time.minutes', { many: rest.minutes });
    return { text, late: rest.late, soon: !rest.late && rest.hours < 4 };
  };
}
