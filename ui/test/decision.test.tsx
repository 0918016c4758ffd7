import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { DecisionSheet } from '../src/features/decision';
import { draftOf, readAmount, sameDraft, startingState, textLength } from '../src/features/decision/draft';
import { amountOfFen, recordLines } from '../src/features/decision/record';
import type { DecisionDraft, DecisionKind } from '../src/ipc';
import { setPreferences } from '../src/lib/preferences';
import { testids } from '../src/lib/testids';
import { caseView, sheetFor } from './case-view';
import { answerWith, refusal, session } from './desk';

setPreferences({ language: 'en' });

function open(answers: Parameters<typeof answerWith>[0] = {}, kind: DecisionKind = 'counteroffer') {
  const asked = answerWith({
    decision_sheet: (args) => sheetFor(args.draft as never),
    decide: () => ({
      case_id: 'case-1',
      number: 'FL-2026-000128',
      state: 'awaiting_approval',
      kind: 'counteroffer',
      line_approved: '4000.00',
      entry: 1902,
      awaiting: [{ user: 'lin.lan', display_name: '林岚', role: 'approver' }],
    }),
    ...answers,
  });
  const onAuditEntry = vi.fn();
  const onClose = vi.fn();
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <DecisionSheet
        caseId="case-1"
        view={caseView()}
        kind={kind}
        session={session}
        onClose={onClose}
        onDecided={() => undefined}
        onQueue={() => undefined}
        onAuditEntry={onAuditEntry}
      />
    </QueryClientProvider>,
  );
  return { asked, onAuditEntry, onClose };
}

const decided = (asked: { command: string }[]) => asked.filter((one) => one.command === 'decide');

async function typeLine(amount: string) {
  const input = await screen.findByTestId(testids.sheetLine);
  fireEvent.change(input, { target: { value: amount } });
}

describe('the sheet', () => {
  it('signs the recommendation without asking for a reason', async () => {
    const { asked } = open();
    await screen.findByText('You agree with the system and all three tracks; no reason is asked.');
    const submit = screen.getByTestId(testids.sheetSubmit);
    expect(submit.textContent).toContain('Confirm and sign');
    await userEvent.click(submit);
    await screen.findByTestId(testids.sheetReceipt);
    expect(decided(asked)).toHaveLength(1);
  });

  it('does not submit a line above the caps without its reason, and says what is missing', async () => {
    const { asked } = open();
    await typeLine('4000');
    await screen.findByTestId(testids.sheetDisagreement('line_override', 'low_side'));
    expect(screen.queryByTestId(testids.sheetProblem('overrides.line_override'))).toBeNull();
    await userEvent.click(screen.getByTestId(testids.sheetSubmit));
    const problem = await screen.findByTestId(testids.sheetProblem('overrides.line_override'));
    expect(problem.textContent).toContain('Choose a reason');
    expect(decided(asked)).toHaveLength(0);
  });

  it('names the next person, submits once reason and text are there, and shows the entry', async () => {
    const { asked, onAuditEntry } = open();
    await typeLine('4000');
    const option = await screen.findByTestId(testids.sheetReasonOption('line_override', 'low_side', 'L2'));
    await userEvent.click(within(option).getByRole('radio'));
    fireEvent.change(screen.getByTestId(testids.sheetText('line_override', 'low_side')), {
      target: { value: 'ends on 17 December' },
    });
    const submit = screen.getByTestId(testids.sheetSubmit);
    await waitFor(() => expect(submit.textContent).toContain('Submit for 林岚 to sign'));
    await waitFor(() => {
      fireEvent.keyDown(submit, { key: 'x' });
      expect(screen.queryByText(/to settle before|working it out/)).toBeNull();
    });
    await userEvent.click(submit);
    const entry = await screen.findByTestId(testids.sheetReceiptEntry);
    expect(entry.dataset.entry).toBe('1902');
    const [sent] = decided(asked) as unknown as { args: { draft: DecisionDraft } }[];
    expect(sent?.args.draft).toMatchObject({
      line: '4000',
      assessment: 'a'.repeat(64),
      overrides: [
        { kind: 'line_override', side: 'low_side', reason_code: 'L2', text: 'ends on 17 December' },
      ],
    });
    await userEvent.click(screen.getByTestId(testids.sheetReceiptAudit));
    expect(onAuditEntry).toHaveBeenCalledWith(1902);
  });

  it('keeps what was written when the desk refuses, and quotes the reference', async () => {
    open({
      decide: () => {
        throw refusal('stale_assessment');
      },
    });
    await screen.findByText('You agree with the system and all three tracks; no reason is asked.');
    await userEvent.click(screen.getByTestId(testids.sheetSubmit));
    const failure = await screen.findByTestId(testids.sheetError);
    expect(failure.textContent).toContain('R-1');
    expect(failure.textContent).toContain('newer assessment');
    expect((screen.getByTestId(testids.sheetLine) as HTMLInputElement).value).toBe('3000');
  });

  it('keeps the last figures on screen while an amount cannot be read', async () => {
    open({
      decision_sheet: (args) => {
        const draft = args.draft as DecisionDraft;
        if (draft.line === 'abc') throw { ...refusal('amount_invalid'), field: 'line' };
        return sheetFor(draft);
      },
    });
    await screen.findAllByText('265.00');
    await typeLine('abc');
    await screen.findByTestId(testids.sheetProblem('line'));
    expect(screen.getAllByText('265.00').length).toBeGreaterThan(0);
  });

  it('gives up something written only when asked twice', async () => {
    const { onClose } = open();
    await screen.findAllByText('265.00');
    fireEvent.change(screen.getByTestId(testids.sheetNote), { target: { value: 'half a thought' } });
    await userEvent.click(screen.getByTestId(testids.sheetCancel));
    expect(onClose).not.toHaveBeenCalled();
    expect(screen.getByText(/not submitted/)).toBeTruthy();
    await userEvent.click(screen.getByTestId(testids.sheetCancel));
    expect(onClose).toHaveBeenCalledOnce();
  });

  it('renders what will be recorded from its bytes, unknown keys too', async () => {
    open();
    const record = await screen.findByTestId(testids.sheetRecord);
    expect(record.textContent).toContain('something_new');
    expect(record.textContent).toContain('kept');
    expect(record.textContent).toContain('3,000');
    expect(record.textContent).toContain('1902');
  });
});

describe('a draft', () => {
  it('starts a counteroffer at the line that fits and an approval at the request', () => {
    expect(startingState(caseView(), 'counteroffer')).toMatchObject({ line: '3000', instalments: 12 });
    const approval = startingState(caseView(), 'approve');
    expect(draftOf(approval, 'hash', []).line).toBeNull();
  });

  it('carries only answers that are asked for and have a reason', () => {
    const state = {
      ...startingState(caseView(), 'counteroffer'),
      answers: {
        'line_override.low_side': { reasonCode: 'L2', text: 'x' },
        'line_override.high_side': { reasonCode: 'H1', text: 'y' },
        'score_override.low_side': { reasonCode: '', text: 'z' },
      },
    };
    const asked = [
      { kind: 'line_override', side: 'high_side' },
      { kind: 'score_override', side: 'low_side' },
    ].map((one) => ({ ...one, text: { zh: '', en: '' }, reasons: [], answered: false })) as never;
    expect(draftOf(state, 'hash', asked).overrides).toEqual([
      { kind: 'line_override', side: 'high_side', reason_code: 'H1', text: 'y' },
    ]);
  });

  it('never sends a line with a decline', () => {
    const state = { ...startingState(caseView(), 'decline'), line: '3000', reasonCodes: ['A01'] };
    expect(draftOf(state, 'hash', [])).toMatchObject({
      line: null,
      instalments: null,
      reason_codes: ['A01'],
    });
  });

  it('reads amounts as people type them', () => {
    expect(readAmount(' ¥4,000 ')).toBe('4000');
    expect(readAmount('４０００元')).toBe('4000');
    expect(readAmount('  ')).toBeNull();
    expect(readAmount('abc')).toBe('abc');
  });

  it('counts characters as the desk does', () => {
    expect(textLength('  结清证明𠮷 ')).toBe(5);
  });

  it('is compared by what it says', () => {
    const state = startingState(caseView(), 'counteroffer');
    expect(sameDraft(draftOf(state, 'h', []), draftOf({ ...state }, 'h', []))).toBe(true);
    expect(sameDraft(draftOf(state, 'h', []), draftOf({ ...state, line: '1' }, 'h', []))).toBe(false);
  });
});

describe('the record', () => {
  it('is read in a person’s order and leaves nothing out', () => {
    const lines = recordLines('{"assessment":"x","note":"","kind":"decline","zzz":1}');
    expect(lines.map((line) => line.key)).toEqual(['kind', 'note', 'assessment', 'zzz']);
  });

  it('shows fen as an amount', () => {
    expect(amountOfFen(300000)).toBe('3000.00');
    expect(amountOfFen(-5)).toBe('-0.05');
  });
});
