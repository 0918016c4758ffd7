import type { RowsQuery, RowsSort } from '../../../ipc';

/** Every row of the case, the latest first. */
export const everyRow: RowsQuery = {
  figure: null,
  text: '',
  account: null,
  category: null,
  direction: null,
  treatment: null,
  first: null,
  last: null,
  amount_min: null,
  amount_max: null,
  left_out: false,
  questions: false,
  sort: 'newest',
};

/** Whether any row is kept back. */
export function isNarrowed(query: RowsQuery): boolean {
  return JSON.stringify({ ...query, sort: everyRow.sort }) !== JSON.stringify(everyRow);
}

/** The order after a press on a column's head: the other way round, or from the greatest. */
export function sortedBy(column: 'at' | 'amount', sort: RowsSort): RowsSort {
  if (column === 'at') return sort === 'newest' ? 'oldest' : 'newest';
  return sort === 'largest' ? 'smallest' : 'largest';
}

/** The days of a month: `2026-02` from its first to its last. */
export function daysOf(month: string): { first: string; last: string } {
  const [year, number] = month.split('-').map(Number) as [number, number];
  const days = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return { first: `${month}-01`, last: `${month}-${String(days).padStart(2, '0')}` };
}

/** The month that a range of days is, where it is a whole one. */
export function monthOf(query: RowsQuery): string | null {
  const month = query.first?.slice(0, 7);
  if (!month) return null;
  const days = daysOf(month);
  return query.first === days.first && query.last === days.last ? month : null;
}
