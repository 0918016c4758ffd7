import type { ReactNode } from 'react';
import { OutcomeIcon, OutcomeWord } from '../../components/outcome';
import { useSpans } from '../../components/span';
import { useWords } from '../../i18n';
import type { CaseView, CheckCounts, CheckView } from '../../ipc';
import { moment, money } from '../../lib/format';
import { useNow } from '../../lib/now';
import { testids } from '../../lib/testids';
import { type CheckGroupRows, checkGroups, isUnknown } from './checks';
import { Revealable } from './reveal';

/** The applicant, and every check with its evidence: exceptions open, passes one line each. */
export function Identity({ view }: { view: CaseView }) {
  const { t } = useWords();
  const { age } = useSpans(useNow());
  const counts = view.check_counts;
  const all = counts.pass + counts.warn + counts.fail + counts.unknown;
  return (
    <section className="case-left" aria-label={t('case.identity')}>
      <header className="case-section-head">
        <h2>{t('case.identity')}</h2>
        <span className="case-section-aside">{t('case.identity_counts', { pass: counts.pass, all })}</span>
      </header>
      <Progress counts={counts} all={all} />
      <Applicant view={view} />
      {checkGroups(view.checks).map((group) => (
        <Group key={group.group} group={group} age={age} />
      ))}
    </section>
  );
}

function Progress({ counts, all }: { counts: CheckCounts; all: number }) {
  if (all === 0) return null;
  const part = (count: number) => ({ flexGrow: count });
  return (
    <div className="case-progress" aria-hidden>
      <span className="case-progress-pass" style={part(counts.pass)} />
      <span className="case-progress-warn" style={part(counts.warn)} />
      <span className="case-progress-fail" style={part(counts.fail)} />
      <span className="case-progress-unknown" style={part(counts.unknown)} />
    </div>
  );
}

/** What the applicant stated, masked until there is a purpose. */
function Applicant({ view }: { view: CaseView }) {
  const { t } = useWords();
  const { header, case_id } = view;
  return (
    <dl className="case-applicant">
      <Stated label={t('case.mobile')}>
        <Revealable caseId={case_id} field="mobile" label={t('case.mobile')} value={header.mobile} />
      </Stated>
      {header.bank_card !== null && (
        <Stated label={t('case.bank_card')}>
          <Revealable
            caseId={case_id}
            field="bank_card"
            label={t('case.bank_card')}
            value={header.bank_card}
          />
        </Stated>
      )}
      {header.employer !== null && <Stated label={t('case.employer')}>{header.employer}</Stated>}
      {header.address !== null && (
        <Stated label={t('case.address')}>
          <Revealable caseId={case_id} field="address" label={t('case.address')} value={header.address} />
        </Stated>
      )}
      {header.declared_income_monthly !== null && (
        <Stated label={t('case.declared_income')}>
          {money(header.declared_income_monthly, { symbol: true })}
        </Stated>
      )}
    </dl>
  );
}

function Stated({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

type Age = (at: string) => string;

function Group({ group, age }: { group: CheckGroupRows; age: Age }) {
  const { t } = useWords();
  const { counts } = group;
  return (
    <section className="case-group" aria-label={t(`case.group.${group.group}`)}>
      <header>
        <h3>{t(`case.group.${group.group}`)}</h3>
        <Counted outcome="pass" count={counts.pass} />
        <Counted outcome="warn" count={counts.warn} />
        <Counted outcome="fail" count={counts.fail} />
        <Counted outcome="not_obtainable" count={counts.unknown} />
      </header>
      <ul>
        {group.checks.map((check) => (
          <Check key={`${check.kind} ${check.source}`} check={check} age={age} />
        ))}
      </ul>
    </section>
  );
}

function Counted({
  outcome,
  count,
}: {
  outcome: 'pass' | 'warn' | 'fail' | 'not_obtainable';
  count: number;
}) {
  if (count === 0) return null;
  return (
    <span className="case-counted">
      <OutcomeIcon outcome={outcome} size={14} />
      {count}
    </span>
  );
}

function Check({ check, age }: { check: CheckView; age: Age }) {
  const { t, say } = useWords();
  const own = check.source === 'firstline';
  const when = own ? t('case.on_the_spot') : t('common.time.ago', { span: age(check.obtained_at) });
  const title = `${check.source} · ${moment(check.obtained_at)}`;
  const [first, ...rest] = check.evidence;
  const testid = testids.caseCheck(check.kind);
  if (check.outcome === 'pass') {
    return (
      <li className="case-check" data-testid={testid} data-outcome={check.outcome}>
        <OutcomeIcon outcome="pass" />
        <span className="case-check-title">{say(check.title)}</span>
        <span className="case-check-evidence" title={check.evidence.map(say).join('\n')}>
          {first && say(first)}
          {!own && ` · ${check.source}`}
        </span>
        <span className="case-check-when" title={title}>
          {when}
        </span>
      </li>
    );
  }
  const tone = isUnknown(check.outcome) ? 'unknown' : check.outcome;
  return (
    <li className={`case-check-open case-check-${tone}`} data-testid={testid} data-outcome={check.outcome}>
      <OutcomeIcon outcome={check.outcome} silent />
      <span className="case-check-title">{say(check.title)}</span>
      <span className="case-check-when" title={title}>
        <OutcomeWord outcome={check.outcome} /> · {when}
      </span>
      <span className="case-check-story">
        {first && say(first)}
        {rest.map((line) => (
          <span key={line.en}>
            {' · '}
            {say(line)}
          </span>
        ))}
        {!own && ` · ${check.source}`}
      </span>
    </li>
  );
}
