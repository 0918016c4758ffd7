import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { desk, keys, type RowsPage, type RowsQuery, type RowView } from '../../../ipc';

/** Rows of one page; a screen shows at most two. */
export const pageRows = 100;

/** How the page that begins at a place is asked for. */
export function rowsPage(caseId: string, assessment: string, query: RowsQuery, from: number) {
  return {
    queryKey: keys.caseRows(caseId, assessment, query, from),
    queryFn: () => desk.caseRows(caseId, query, from, pageRows, null),
    // An assessment never changes, and with another one the key is another.
    staleTime: Number.POSITIVE_INFINITY,
  };
}

export interface RowPages {
  /** What is known of all rows found: counts, sums, the choices of the filters. */
  head: RowsPage | undefined;
  waiting: boolean;
  error: unknown;
  retry: () => void;
  row: (index: number) => RowView | undefined;
}

/** The rows found, of which the pages between two places are fetched. */
export function useRowPages(
  caseId: string,
  assessment: string,
  query: RowsQuery,
  shown: { first: number; last: number },
): RowPages {
  // What was found before stays until the new answer is here, so that typing does not empty the table.
  const head = useQuery({
    ...rowsPage(caseId, assessment, query, 0),
    placeholderData: keepPreviousData,
  });
  const settled = head.data !== undefined && !head.isPlaceholderData;
  const starts: number[] = [];
  if (settled) {
    const end = Math.min(shown.last, head.data.total - 1);
    for (let from = Math.floor(shown.first / pageRows) * pageRows; from <= end; from += pageRows)
      if (from > 0) starts.push(from);
  }
  const rest = useQueries({ queries: starts.map((from) => rowsPage(caseId, assessment, query, from)) });
  const failed = [head, ...rest].find((page) => page.error);
  return {
    head: head.data,
    waiting: head.isFetching || rest.some((page) => page.isFetching),
    error: failed?.error,
    retry: () => void failed?.refetch(),
    row: (index) => {
      const from = Math.floor(index / pageRows) * pageRows;
      const page = from === 0 ? head.data : rest[starts.indexOf(from)]?.data;
      return page?.rows[index - from];
    },
  };
}
