import type { TruthOutcome, TruthTestView } from '../../ipc';

export interface TruthGroup {
  code: string;
  outcome: TruthOutcome;
  /** The same test on each statement it was made on, with the same outcome. */
  tests: TruthTestView[];
}

/** Signs that a file may have been edited: something to ask the applicant about, never a verdict. */
const signs = new Set([
  'holiday_wages',
  'round_wages',
  'round_amounts',
  'order_numbers',
  'month_end_balances',
  'last_digits',
]);

/** Whether a test found a sign of editing that somebody should ask about. */
export function isQuestion(test: TruthTestView): boolean {
  return signs.has(test.code) && test.outcome === 'cannot_tell' && test.figure.rows > 0;
}

const order: Record<TruthOutcome, number> = { fail: 0, cannot_tell: 1, pass: 2 };

/** What is wrong first, then what cannot be told; the same test with the same outcome is one line. */
export function truthGroups(tests: readonly TruthTestView[]): TruthGroup[] {
  const groups = new Map<string, TruthGroup>();
  for (const test of tests) {
    const key = `${test.code} ${test.outcome}`;
    const group = groups.get(key);
    if (group) group.tests.push(test);
    else groups.set(key, { code: test.code, outcome: test.outcome, tests: [test] });
  }
  return [...groups.values()].sort((a, b) => order[a.outcome] - order[b.outcome]);
}
