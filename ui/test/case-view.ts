/** A case as the desk sends it, small enough to read. */

import type { CapView, CaseView, CheckView, DecisionSheet, Figure, OfferColumn, ScoreView } from '../src/ipc';

const both = (text: string) => ({ zh: text, en: text });
const figure = (key: string, value: string | null = '1000.00', rows = 3): Figure => ({ key, value, rows });

export function cap(kind: string, share: number): CapView {
  return {
    kind,
    label: both(kind),
    track: 'policy',
    amount: `${share * 20}.00`,
    binding: kind === 'payment_to_income',
    share_of_largest: share,
    basis: both(`basis of ${kind}`),
  };
}

function check(kind: string, group: CheckView['group'], outcome: CheckView['outcome']): CheckView {
  return {
    kind,
    group,
    outcome,
    title: both(kind),
    evidence: [both(`evidence of ${kind}`)],
    source: 'firstline',
    obtained_at: '2026-11-20T06:00:00Z',
  };
}

const reason = (characteristic: string, distance: number) => ({
  characteristic,
  label: both(characteristic),
  value: '1',
  unit: 'count',
  distance,
  points: distance,
});

export const score: ScoreView = {
  points: 642,
  reference_points: 660,
  cutoff_points: 600,
  risk_grade: 'B',
  probability_of_default: '0.038',
  base_points: 600,
  base_odds: '14',
  points_to_double_odds: '50',
  bands: [
    { grade: 'A', points_min: 680, probability_of_default: '0.023' },
    { grade: 'B', points_min: 620, probability_of_default: '0.051' },
    { grade: 'C', points_min: null, probability_of_default: null },
  ],
  reasons: [reason('dti', -16), reason('lenders', -6), reason('cash_share', 0), reason('cv', 4)],
};

export function caseView(change: Partial<CaseView> = {}): CaseView {
  const button = (kind: CaseView['buttons'][number]['kind'], line: string | null) => ({
    kind,
    line,
    asks_reason: line !== '3000.00',
    needs_second_signature: kind === 'approve',
    refused: null,
  });
  return {
    case_id: 'case-1',
    number: 'FL-2026-000128',
    state: 'in_review',
    header: {
      name: '陈*涛',
      id_number: '990101********231X',
      mobile: '…4432',
      bank_card: null,
      employer: null,
      address: null,
      age_years: 29,
      channel: 'app',
      scene: 'a_scene_of_its_own',
      line_requested: '5000.00',
      instalments: 12,
      known_exposure: '9400.00',
      declared_income_monthly: null,
      consents: [],
      received_at: '2026-11-20T06:00:00Z',
      due_at: '2099-11-20T06:00:00Z',
      lock: { user: 'zhou.min', display_name: '周敏', mine: true, until: '2099-11-20T06:00:00Z' },
    },
    assessment: {
      hash: 'a'.repeat(64),
      sequence: 2,
      as_of: '2026-11-20T06:00:00Z',
      pack: 'pack',
      pack_version: '2026.11',
      pack_hash: 'b'.repeat(64),
      scorecard: 'card',
      scorecard_version: '2026.11',
    },
    knock_outs: [],
    triggers: [
      { code: 'R-07', tone: 'warn', text: both('DTI above 30%'), basis: 'debt_to_income', overridable: true },
    ],
    policy_errors: [],
    check_counts: { pass: 1, warn: 0, fail: 1, unknown: 1 },
    checks: [
      check('id_number', 'document', 'pass'),
      check('card_four_factor', 'vendor', 'fail'),
      check('number_status', 'vendor', 'not_obtainable'),
    ],
    spending: {
      first: null,
      last: null,
      days_observed: 0,
      months_observed: 0,
      rows: 0,
      thin_file: true,
      statements: [],
      income_monthly: figure('income_monthly', '7860.40', 7),
      income_seen_monthly: null,
      income_cv: null,
      spending_monthly: figure('spending_monthly', null, 0),
      debt_to_income: figure('debt_to_income', null, 0),
      residual_income: figure('residual_income', '799.99', 2),
      residual_income_min: '800.00',
      buffer_days: figure('buffer_days', null, 0),
      lowest_balance: figure('lowest_balance', null, 0),
      lowest_balance_day: null,
      days_below_zero: figure('days_below_zero', null, 0),
      obligations_monthly: figure('obligations_monthly', '0.00', 0),
      months: [],
      daily_balances: [],
      income_streams: [],
      obligations: [],
      categories: [],
      category_options: [],
      month_end_balances: [],
      windows: [],
      corrections: [],
      truth_tests: [],
      left_out: {
        own_transfers: figure('left_out:own_transfers', '0.00', 0),
        refunds: figure('left_out:refunds', '0.00', 0),
        counted_elsewhere: figure('left_out:counted_elsewhere', '0.00', 0),
        loan_proceeds: figure('left_out:loan_proceeds', '0.00', 0),
        other_inflow: figure('left_out:other_inflow', '0.00', 0),
      },
    },
    score,
    score_error: null,
    line: {
      caps: [cap('payment_to_income', 158), cap('product', 1000)],
      line: '3000.00',
      line_step: '500.00',
      line_min: '500.00',
      below_minimum: false,
      requested_share_of_largest: 250,
      payment_to_income: '0.358',
      payment_to_income_max: '0.36',
      tracks: [
        { track: 'score', amount: '6000.00', supports: true, basis: both('42 above') },
        { track: 'capacity', amount: '3165.00', supports: true, basis: both('at most 36%') },
      ],
      widest_disagreement: { higher: 'score', lower: 'capacity', gap: '2835.00', reason_above: '3000.00' },
    },
    recommendation: {
      kind: 'counteroffer',
      line_recommended: '3000.00',
      instalments: 12,
      payment_monthly: '265.00',
      because: [both('Payment to income')],
    },
    buttons: [
      button('approve', '5000.00'),
      button('counteroffer', '3000.00'),
      button('decline', null),
      button('request_information', null),
      button('refer', null),
    ],
    blocked: null,
    proposal: null,
    decided: null,
    timeline: [],
    ...change,
  };
}

const column = (line: string): OfferColumn => ({
  line,
  difference: '0.00',
  difference_ratio: '0',
  instalments: 12,
  fee_rate_per_period: '0.005',
  payment_monthly: '265.00',
  fee_total: '180.00',
  repayment_total: '3180.00',
  payment_to_income: '0.358',
  payment_to_income_within: true,
  residual_income_after: '985.00',
  residual_income_within: true,
});

const overLine = {
  kind: 'line_override' as const,
  side: 'low_side' as const,
  text: both('You ≠ caps'),
  reasons: [
    { code: 'L2', text: both('A debt ends soon'), text_length_min: 5, suggested: false },
    { code: 'L9', text: both('Other'), text_length_min: 40, suggested: false },
  ],
  answered: false,
};

/** Answers as the desk would: above 3,000 asks for a reason with a text, and beyond 20 % for a second signature. */
export function sheetFor(draft: { kind: string; line: string | null; overrides: unknown[] }): DecisionSheet {
  const line = draft.line ?? '3000';
  const above = Number(line) > 3000;
  const [given] = draft.overrides as { reason_code: string; text: string }[];
  const problems: DecisionSheet['problems'] = [];
  if (above && !given) {
    problems.push({
      code: 'reason_required',
      field: 'overrides.line_override',
      text: both('Choose a reason'),
    });
  } else if (above && given && given.text.trim().length < 5) {
    problems.push({ code: 'text_too_short', field: 'text.L2', text: both('The text is too short') });
  }
  return {
    kind: 'counteroffer',
    requested: column('5000.00'),
    recommended: column('3000.00'),
    yours: column(`${line}.00`),
    instalments_on_offer: [6, 12],
    tracks: [],
    disagreements: above ? [overLine] : [],
    reasons: [],
    authority: {
      within: !above,
      rows: [
        {
          item: 'line_override',
          value: '0.3333',
          limit: '0.2',
          within: !above,
          second_limit: above ? '0.5' : null,
          second_within: above ? true : null,
        },
      ],
      second_signers: above ? [{ user: 'lin.lan', display_name: '林岚', role: 'approver' }] : [],
    },
    record: JSON.stringify({
      kind: 'counteroffer',
      line_approved: { currency: 'CNY', fen: Number(line) * 100 },
      note: '',
      something_new: ['kept'],
    }),
    entry: 1902,
    unwitnessed: 12,
    open_checks: [],
    problems,
  };
}
