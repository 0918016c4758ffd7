/** The only door to the window's commands. What a command refuses is thrown as `Refusal`. */

import { type AppError, commands } from './bindings';

export type * from './bindings';

type Answer<T> = Promise<{ status: 'ok'; data: T } | { status: 'error'; error: AppError }>;

/** An operating error that the desk answered with, for `switch` on `error.code`. */
export class Refusal extends Error {
  readonly error: AppError;

  constructor(error: AppError) {
    super(error.message);
    this.name = 'Refusal';
    this.error = error;
  }
}

type Unwrapped<F> = F extends (...args: infer A) => Answer<infer T> ? (...args: A) => Promise<T> : never;

function unwrap<A extends unknown[], T>(command: (...args: A) => Answer<T>): (...args: A) => Promise<T> {
  return async (...args) => {
    const answer = await command(...args);
    if (answer.status === 'error') throw new Refusal(answer.error);
    return answer.data;
  };
}

/** Every command of the desk, returning its value or throwing `Refusal`. */
export const desk = Object.fromEntries(
  Object.entries(commands).map(([name, command]) => [name, unwrap(command as never)]),
) as { [K in keyof typeof commands]: Unwrapped<(typeof commands)[K]> };

/** The refusal behind anything thrown by a query or a mutation; a broken call becomes an `internal` one. */
export function refusalOf(thrown: unknown): AppError {
  if (thrown instanceof Refusal) return thrown.error;
  return { code: 'internal', message: String(thrown), field: null, values: {}, reference: 'ui' };
}

/** Query keys, in one place so that what invalidates what can be read here. */
export const keys = {
  status: ['status'] as const,
  session: ['session'] as const,
  queueCounts: ['queue', 'counts'] as const,
  queueList: (filter: unknown) => ['queue', 'list', filter] as const,
  queuePreview: (caseId: string) => ['queue', 'preview', caseId] as const,
  queue: ['queue'] as const,
  caseView: (caseId: string) => ['case', caseId] as const,
  caseRows: (caseId: string, assessment: string, query: unknown, from: number) =>
    ['rows', caseId, assessment, query, from] as const,
  decisionSheet: (caseId: string, draft: unknown) => ['sheet', caseId, draft] as const,
  audit: ['audit'] as const,
  auditList: (filter: unknown) => ['audit', 'list', filter] as const,
  auditEntry: (log: string, index: number) => ['audit', 'entry', log, index] as const,
};
