/** The queue's rows, a page after a page. */

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { desk, keys, type QueueFilter, type QueueRow } from '../../ipc';

export const pageRows = 200;

export function useQueueRows(filter: QueueFilter) {
  const query = useInfiniteQuery({
    queryKey: keys.queueList(filter),
    queryFn: ({ pageParam }) => desk.queueList(filter, pageParam, pageRows),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const rows = useMemo<QueueRow[]>(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data]);
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  return { ...query, rows, total: query.data?.pages.at(-1)?.total ?? 0, more };
}
