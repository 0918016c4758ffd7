import { Checkbox } from 'antd';
import { SkeletonRows } from '../../components/states';
import { useWords } from '../../i18n';
import type { DecisionKind, DecisionSheet } from '../../ipc';
import { testids } from '../../lib/testids';
import { problemsOf, type SheetState, textLength, textLengthNeeded } from './draft';
import { Note } from './note';
import { ProblemNotes } from './problem-note';

/** Why a line is declined, what is asked for, or why the case is handed on. */
export function Reasons({
  state,
  change,
  sheet,
  tried,
  kind,
}: {
  state: SheetState;
  change: (part: Partial<SheetState>) => void;
  sheet: DecisionSheet | undefined;
  tried: boolean;
  kind: DecisionKind;
}) {
  const { t, say } = useWords();
  if (kind === 'approve' || kind === 'counteroffer') return null;
  if (!sheet) return <SkeletonRows rows={6} />;
  const toggle = (code: string, on: boolean) =>
    change({
      // In the pack's order, so that the same choice is always recorded the same way.
      reasonCodes: sheet.reasons
        .map((reason) => reason.code)
        .filter((known) => (known === code ? on : state.reasonCodes.includes(known))),
    });
  const needed = textLengthNeeded(sheet.reasons, state.reasonCodes);
  const written = textLength(state.note);
  const textProblems = state.reasonCodes.flatMap((code) => problemsOf(sheet.problems, `text.${code}`));
  return (
    <section className="sheet-section sheet-reasons" aria-label={t(`decision.reasons_title.${kind}`)}>
      <header>
        <h3>{t(`decision.reasons_title.${kind}`)}</h3>
        <span className="hint">{t('decision.reasons_hint')}</span>
      </header>
      <div className="sheet-options">
        {sheet.reasons.map((reason) => {
          const on = state.reasonCodes.includes(reason.code);
          return (
            <div
              key={reason.code}
              className={`sheet-option ${on ? 'sheet-option-on' : ''}`}
              data-testid={testids.sheetReasonCode(reason.code)}
            >
              <Checkbox checked={on} onChange={(event) => toggle(reason.code, event.target.checked)}>
                <span className="mono">{reason.code}</span> {say(reason.text)}
              </Checkbox>
              {reason.suggested && <span className="chip">{t('decision.suggested')}</span>}
            </div>
          );
        })}
      </div>
      {tried && <ProblemNotes problems={problemsOf(sheet.problems, 'reason_codes')} field="reason_codes" />}
      <Note
        value={state.note}
        placeholder={t(`decision.note_placeholder.${kind}`)}
        onChange={(note) => change({ note })}
      />
      {needed > 0 && (
        <div className="sheet-text-count">
          {tried && <ProblemNotes problems={textProblems} field="note" />}
          <span className={written >= needed ? '' : 'sheet-count-short'}>
            {t('decision.text_count', { many: written, needed })}
          </span>
        </div>
      )}
    </section>
  );
}
