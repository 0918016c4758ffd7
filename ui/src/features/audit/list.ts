/** The log's rows, the latest first, a page after a page, with a head for each day and the edge of what is witnessed. */

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { type AuditFilter, type AuditRow, desk, keys } from '../../ipc';
import { day } from '../../lib/format';

export const pageRows = 200;

export type ListedRow =
  | { kind: 'day'; day: string }
  | { kind: 'boundary'; witnessed: number }
  | { kind: 'entry'; row: AuditRow };

export function useAuditRows(filter: AuditFilter) {
  const query = useInfiniteQuery({
    queryKey: keys.auditList(filter),
    queryFn: ({ pageParam }) => desk.auditList(filter, pageParam, pageRows),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const first = query.data?.pages[0] ?? null;
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data]);
  const listed = useMemo(() => withHeads(rows, first?.witnessed_size ?? 0), [rows, first?.witnessed_size]);
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  return { ...query, rows, listed, head: first, more };
}

/** Puts a head before each day's entries, and a line between what nobody else holds and what somebody does. */
export function withHeads(rows: AuditRow[], witnessed: number): ListedRow[] {
  const listed: ListedRow[] = [];
  let lastDay = '';
  let above = false;
  for (const row of rows) {
    if (row.index < witnessed && above) {
      listed.push({ kind: 'boundary', witnessed });
      above = false;
    } else if (row.index >= witnessed) {
      above = true;
    }
    const at = day(row.at);
    if (at !== lastDay) {
      listed.push({ kind: 'day', day: at });
      lastDay = at;
    }
    listed.push({ kind: 'entry', row });
  }
  return listed;
}
