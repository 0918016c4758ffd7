import { Input, Radio } from 'antd';
import { OutcomeIcon } from '../../components/outcome';
import { useWords } from '../../i18n';
import type { DecisionKind, DecisionSheet, DisagreementView } from '../../ipc';
import { testids } from '../../lib/testids';
import { answerKey, grantsLine, problemsOf, type SheetState, textLength, textLengthNeeded } from './draft';
import { Note } from './note';
import { ProblemNotes } from './problem-note';

/** Each named disagreement asks for its own coded reason and text. */
export function Departures({
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
  const { t } = useWords();
  if (!sheet) return null;
  const none = sheet.disagreements.length === 0;
  // Asking for more or handing a case on disagrees with nobody.
  if (none && !grantsLine(kind) && kind !== 'decline') return null;
  return (
    <section className="sheet-section" aria-label={t('decision.disagreements')}>
      <header>
        <h3>{t('decision.disagreements')}</h3>
        {!none && <span className="hint">{t('decision.disagreements_hint')}</span>}
      </header>
      {none ? (
        <p className="sheet-agree">
          <OutcomeIcon outcome="pass" silent /> {t('decision.no_disagreement')}
        </p>
      ) : (
        sheet.disagreements.map((disagreement) => (
          <Departure
            key={answerKey(disagreement)}
            disagreement={disagreement}
            sheet={sheet}
            state={state}
            tried={tried}
            change={change}
          />
        ))
      )}
      {grantsLine(kind) && (
        <Note
          value={state.note}
          placeholder={t('decision.note_placeholder.grant')}
          onChange={(note) => change({ note })}
        />
      )}
    </section>
  );
}

function Departure({
  disagreement,
  sheet,
  state,
  tried,
  change,
}: {
  disagreement: DisagreementView;
  sheet: DecisionSheet;
  state: SheetState;
  tried: boolean;
  change: (part: Partial<SheetState>) => void;
}) {
  const { t, say } = useWords();
  const { kind, side } = disagreement;
  const key = answerKey(disagreement);
  const answer = state.answers[key] ?? { reasonCode: '', text: '' };
  const answerWith = (part: Partial<typeof answer>) =>
    change({ answers: { ...state.answers, [key]: { ...answer, ...part } } });
  const needed = textLengthNeeded(disagreement.reasons, [answer.reasonCode]);
  const written = textLength(answer.text);
  const reasonField = `overrides.${kind}`;
  const textField = `text.${answer.reasonCode}`;
  return (
    <div className="sheet-departure" data-testid={testids.sheetDisagreement(kind, side)}>
      <p className="sheet-departure-head">
        <OutcomeIcon outcome="warn" silent />
        <strong>{say(disagreement.text)}</strong>
        <span className="chip chip-warn">
          {t(`case.override_kind.${kind}`)} · {t(`case.override_side.${side}`)}
        </span>
      </p>
      <Radio.Group
        className="sheet-options"
        value={answer.reasonCode}
        onChange={(event) => answerWith({ reasonCode: String(event.target.value) })}
        aria-label={`${t('decision.reason')} · ${say(disagreement.text)}`}
        data-testid={testids.sheetReason(kind, side)}
      >
        {disagreement.reasons.map((reason) => (
          <div
            key={reason.code}
            className={`sheet-option ${reason.code === answer.reasonCode ? 'sheet-option-on' : ''}`}
            data-testid={testids.sheetReasonOption(kind, side, reason.code)}
          >
            <Radio value={reason.code}>
              <span className="mono">{reason.code}</span> {say(reason.text)}
            </Radio>
          </div>
        ))}
      </Radio.Group>
      {tried && <ProblemNotes problems={problemsOf(sheet.problems, reasonField)} field={reasonField} />}
      <Input.TextArea
        value={answer.text}
        onChange={(event) => answerWith({ text: event.target.value })}
        autoSize={{ minRows: 2, maxRows: 6 }}
        placeholder={t('decision.text_placeholder')}
        aria-label={`${t('decision.text')} · ${say(disagreement.text)}`}
        status={tried && written < needed ? 'error' : ''}
        data-testid={testids.sheetText(kind, side)}
      />
      <div className="sheet-text-count">
        {tried && answer.reasonCode !== '' && (
          <ProblemNotes problems={problemsOf(sheet.problems, textField)} field={textField} />
        )}
        <span className={written >= needed ? '' : 'sheet-count-short'}>
          {needed > 0
            ? t('decision.text_count', { many: written, needed })
            : t('decision.text_count_free', { many: written })}
        </span>
      </div>
    </div>
  );
}
