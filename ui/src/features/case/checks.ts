import type { CheckCounts, CheckGroup, CheckOutcome, CheckView } from '../../ipc';

export interface CheckGroupRows {
  group: CheckGroup;
  checks: CheckView[];
  counts: CheckCounts;
}

/** The groups of the left column, from the document outwards. */
export const groupOrder: readonly CheckGroup[] = ['document', 'contact', 'vendor', 'face', 'links'];

export function isUnknown(outcome: CheckOutcome): boolean {
  return outcome === 'not_obtainable' || outcome === 'vendor_error' || outcome === 'not_run';
}

/** Groups that hold a check, in the order of the column; the checks keep the desk's order. */
export function checkGroups(checks: readonly CheckView[]): CheckGroupRows[] {
  return groupOrder.flatMap((group) => {
    const own = checks.filter((check) => check.group === group);
    if (own.length === 0) return [];
    return [{ group, checks: own, counts: countOutcomes(own) }];
  });
}

function countOutcomes(checks: readonly CheckView[]): CheckCounts {
  const count = (keep: (outcome: CheckOutcome) => boolean) =>
    checks.filter((check) => keep(check.outcome)).length;
  return {
    pass: count((outcome) => outcome === 'pass'),
    warn: count((outcome) => outcome === 'warn'),
    fail: count((outcome) => outcome === 'fail'),
    unknown: count(isUnknown),
  };
}
