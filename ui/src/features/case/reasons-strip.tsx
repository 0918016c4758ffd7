import { OutcomeIcon } from '../../components/outcome';
import { useWords } from '../../i18n';
import type { CaseView, Tone, TriggerView } from '../../ipc';
import { clock, shortHash } from '../../lib/format';
import { testids } from '../../lib/testids';

/** Why a person must look: rules that bar, rules that could not be evaluated, rules that ask. */
export function ReasonsStrip({ view }: { view: CaseView }) {
  const { t } = useWords();
  const { assessment } = view;
  const none = view.knock_outs.length === 0 && view.triggers.length === 0 && view.policy_errors.length === 0;
  return (
    <div className="case-why">
      <span className="case-why-label">{t('case.why_person')}</span>
      <ul className="case-why-list">
        {none && <li className="hint">{t('case.why_none')}</li>}
        {view.knock_outs.map((hit) => (
          <Rule key={hit.code} hit={hit} bars />
        ))}
        {view.policy_errors.map((error) => (
          <li key={error} className="chip chip-fail case-rule" title={error}>
            <OutcomeIcon outcome="fail" size={13} silent />
            <span>
              {t('case.policy_error')} · {error}
            </span>
          </li>
        ))}
        {view.triggers.map((hit) => (
          <Rule key={hit.code} hit={hit} />
        ))}
      </ul>
      <span className="case-why-assessment" title={assessment.hash}>
        {t('case.assessment', {
          sequence: assessment.sequence,
          time: clock(assessment.as_of),
          version: assessment.pack_version,
        })}
        {' · '}
        <span className="mono">{shortHash(assessment.pack_hash)}</span>
      </span>
    </div>
  );
}

const shapes = {
  neutral: null,
  warn: 'warn',
  fail: 'fail',
  unknown: 'not_obtainable',
} as const satisfies Record<Tone, 'warn' | 'fail' | 'not_obtainable' | null>;

function Rule({ hit, bars = false }: { hit: TriggerView; bars?: boolean }) {
  const { t, say } = useWords();
  const shape = shapes[hit.tone];
  return (
    <li
      className={`chip chip-${hit.tone} case-rule`}
      title={`${hit.code} ${say(hit.text)}\n${hit.basis}`}
      data-testid={testids.caseTrigger(hit.code)}
    >
      {shape && <OutcomeIcon outcome={shape} size={13} />}
      <span>
        {hit.code} {say(hit.text)}
        {bars && !hit.overridable && ` · ${t('case.not_overridable')}`}
      </span>
    </li>
  );
}
