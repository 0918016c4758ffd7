/** A desk for tests: each command answers from a table, and what was asked is kept. */

import type {
  AppError,
  QueueFilter,
  QueuePage,
  QueuePreview,
  QueueRow,
  SessionView,
  WorkspaceStatus,
} from '../src/ipc';

type Answers = Record<string, (args: Record<string, unknown>) => unknown>;

export interface Asked {
  command: string;
  args: Record<string, unknown>;
}

/** Puts the desk behind the window's own door, so that the page's whole way to it is walked. */
export function answerWith(answers: Answers): Asked[] {
  const asked: Asked[] = [];
  const invoke = async (command: string, args: Record<string, unknown> = {}) => {
    asked.push({ command, args });
    const answer = answers[command];
    if (!answer) throw refusal('not_found', `no answer for ${command}`);
    return answer(args);
  };
  Object.assign(window, { __TAURI_INTERNALS__: { invoke } });
  return asked;
}

export function refusal(code: AppError['code'], message = 'refused'): AppError {
  return { code, message, field: null, values: {}, reference: 'R-1' };
}

export const session: SessionView = {
  user: 'zhou.min',
  display_name: '周敏',
  role: 'underwriter',
  workspace: '测试',
  demo: false,
  device: '7c2e',
  authority: { exposure_max: '20000.00', line_override_ratio_max: '0.30', grades: ['A', 'B', 'C'] },
  unwitnessed: { entries: 0, since: null },
  may_decide: true,
  may_audit: true,
};

export const status: WorkspaceStatus = {
  exists: true,
  name: '测试',
  demo: false,
  demo_passphrase: null,
  users: [
    { user: 'zhou.min', display_name: '周敏', role: 'underwriter' },
    { user: 'he.jing', display_name: '何静', role: 'compliance' },
  ],
  directory: '/somewhere',
  version: '0.1.0',
  session: null,
};

export function queueRow(number: number, change: Partial<QueueRow> = {}): QueueRow {
  return {
    case_id: `case-${number}`,
    number: `FL-2026-${String(number).padStart(6, '0')}`,
    state: 'ready',
    applicant: '陈*涛',
    scene: 'electronics',
    channel: 'app',
    line_requested: '5000.00',
    recommendation: 'counteroffer',
    line_recommended: '3000.00',
    risk_grade: 'C',
    decided: null,
    line_approved: null,
    chips: [],
    lock: null,
    received_at: '2026-11-20T10:00:00Z',
    due_at: '2026-11-21T10:00:00Z',
    ...change,
  };
}

export function queuePage(rows: QueueRow[], next: string | null = null, total = rows.length): QueuePage {
  return { rows, next, total };
}

export function preview(row: QueueRow): QueuePreview {
  return {
    row,
    age_years: 29,
    points: 642,
    probability_of_default: '0.038',
    income_monthly: '7860.00',
    debt_to_income: '0.324',
    triggers: [],
    caps: [],
    reasons: [],
    checks: { pass: 10, warn: 3, fail: 1, unknown: 2 },
    timeline: [],
  };
}

export type { QueueFilter };
