import type {
  CaseView,
  DecisionDraft,
  DecisionKind,
  DecisionSheet,
  DisagreementView,
  Problem,
  ReasonOption,
} from '../../ipc';

export interface Answer {
  reasonCode: string;
  text: string;
}

/** What a person has typed and picked. Answers stay here when a disagreement goes away, in case it comes back. */
export interface SheetState {
  kind: DecisionKind;
  line: string;
  instalments: number | null;
  answers: Record<string, Answer>;
  reasonCodes: string[];
  note: string;
}

export function grantsLine(kind: DecisionKind): boolean {
  return kind === 'approve' || kind === 'counteroffer';
}

export function answerKey(disagreement: Pick<DisagreementView, 'kind' | 'side'>): string {
  return `${disagreement.kind}.${disagreement.side}`;
}

export function startingState(view: CaseView, kind: DecisionKind): SheetState {
  const button = view.buttons.find((button) => button.kind === kind);
  return {
    kind,
    line: kind === 'counteroffer' ? typedAmount(button?.line ?? '') : '',
    instalments: kind === 'counteroffer' ? view.recommendation.instalments : null,
    answers: {},
    reasonCodes: [],
    note: '',
  };
}

/** An amount as a person would type it: `3000.00` becomes `3000`. */
export function typedAmount(amount: string): string {
  return amount.replace(/\.0+$/, '');
}

/** What was typed, as the desk reads amounts: full-width digits, separators and the sign of the currency are no fault. */
export function readAmount(typed: string): string | null {
  const plain = typed.normalize('NFKC').replace(/[,\s¥元]/g, '');
  return plain === '' ? null : plain;
}

/** The draft to send: only answers that the sheet now asks for, and only those with a reason picked. */
export function draftOf(
  state: SheetState,
  assessment: string,
  asked: readonly DisagreementView[],
): DecisionDraft {
  return {
    kind: state.kind,
    assessment,
    line: state.kind === 'counteroffer' ? readAmount(state.line) : null,
    instalments: grantsLine(state.kind) ? state.instalments : null,
    overrides: asked.flatMap((disagreement) => {
      const answer = state.answers[answerKey(disagreement)];
      if (!answer || answer.reasonCode === '') return [];
      return [
        {
          kind: disagreement.kind,
          side: disagreement.side,
          reason_code: answer.reasonCode,
          text: answer.text,
        },
      ];
    }),
    reason_codes: grantsLine(state.kind) ? [] : state.reasonCodes,
    note: state.note,
  };
}

/** Characters as the desk counts them: code points, white space at the ends left out. */
export function textLength(text: string): number {
  return [...text.trim()].length;
}

export function textLengthNeeded(reasons: readonly ReasonOption[], codes: readonly string[]): number {
  return Math.max(
    0,
    ...reasons.filter((reason) => codes.includes(reason.code)).map((reason) => reason.text_length_min),
  );
}

/** Whether closing would lose something a person wrote or picked. */
export function hasWriting(state: SheetState): boolean {
  return (
    state.note.trim() !== '' ||
    state.reasonCodes.length > 0 ||
    Object.values(state.answers).some((answer) => answer.text.trim() !== '')
  );
}

/** Whether two drafts say the same. */
export function sameDraft(first: DecisionDraft, second: DecisionDraft): boolean {
  return JSON.stringify(first) === JSON.stringify(second);
}

/** Whether the sheet answers the draft as it stands and lets it be submitted. */
export function maySubmit(sheet: DecisionSheet | undefined, settled: boolean): boolean {
  return sheet !== undefined && settled && sheet.problems.length === 0;
}

/** Faults that are told at once; a missing reason is told when somebody tries to submit without it. */
export function toldAtOnce(problem: Problem): boolean {
  return problem.code !== 'reason_required' && problem.code !== 'text_too_short';
}

export function problemsOf(problems: readonly Problem[], field: string): Problem[] {
  return problems.filter((problem) => problem.field === field);
}

/** The fields that have a place of their own on the sheet; a problem about any other is listed above the button. */
export function placedFields(sheet: DecisionSheet, state: SheetState): Set<string> {
  const fields = new Set(['line', 'instalments', 'reason_codes']);
  for (const disagreement of sheet.disagreements) {
    fields.add(`overrides.${disagreement.kind}`);
    const code = state.answers[answerKey(disagreement)]?.reasonCode;
    if (code) fields.add(`text.${code}`);
  }
  for (const code of state.reasonCodes) fields.add(`text.${code}`);
  return fields;
}
