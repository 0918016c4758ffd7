/** Which case next? What waits, why a person must look, and who has it. */

import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { KeyCap } from '../../components/figures';
import { Empty, ErrorNote, Footer, FooterKey, LoadingLine, SkeletonRows } from '../../components/states';
import { useWords } from '../../i18n';
import { desk, keys, type QueueRow, type SessionView } from '../../ipc';
import { count } from '../../lib/format';
import { useKeys } from '../../lib/keys';
import { testids } from '../../lib/testids';
import { FilterBar, filterName, focusText } from './filter-bar';
import { useQueueRows } from './list';
import { filterOf, isNarrowed, type QueuePlace } from './place';
import { QueuePreviewPane } from './preview';
import styles from './queue.module.css';
import { QueueTable } from './table';
import { WorkList } from './work-list';

export { type QueuePlace, startPlace } from './place';

export interface QueueScreenProps {
  session: SessionView;
  place: QueuePlace;
  onPlace: (place: QueuePlace) => void;
  /** Opens a case; `order` is what the list held, for previous and next. */
  onOpen: (caseId: string, order: string[]) => void;
  /** A lock was taken or given back. */
  onChanged: () => void;
}

export function QueueScreen({ session, place, onPlace, onOpen, onChanged }: QueueScreenProps) {
  const { t } = useWords();
  const { filter } = place;
  const list = useQueueRows(filter);
  const counts = useQuery({ queryKey: keys.queueCounts, queryFn: desk.queueCounts });
  const found = list.rows.findIndex((row) => row.case_id === place.selected);
  const selected = found >= 0 ? found : list.rows.length > 0 ? 0 : -1;
  const current = list.rows[selected];

  const order = () => list.rows.map((row) => row.case_id);
  const open = (row: QueueRow | undefined) => {
    if (!row) return;
    onPlace({ filter, selected: row.case_id });
    onOpen(row.case_id, order());
  };
  const acts = useTaking({ open: (caseId) => onOpen(caseId, order()), onChanged });
  const move = (by: number) => {
    const row = list.rows[Math.min(Math.max(selected + by, 0), list.rows.length - 1)];
    if (row) onPlace({ filter, selected: row.case_id });
  };
  const takeable = session.may_decide && current !== undefined && canTake(current);
  const releasable = current?.lock?.mine === true;

  useKeys([
    { key: 'g', label: t('queue.take_next'), enabled: session.may_decide, run: acts.takeNext },
    { key: 'n', enabled: session.may_decide, run: acts.takeNext },
    { key: 'j', label: t('queue.move'), run: () => move(1) },
    { key: 'k', label: t('queue.move'), run: () => move(-1) },
    { key: 'ArrowDown', run: () => move(1) },
    { key: 'ArrowUp', run: () => move(-1) },
    { key: 'PageDown', run: () => move(15) },
    { key: 'PageUp', run: () => move(-15) },
    { key: 'Home', run: () => move(-list.rows.length) },
    { key: 'End', run: () => move(list.rows.length) },
    { key: 'Enter', label: t('queue.open'), run: () => open(current) },
    { key: 't', label: t('queue.take'), enabled: takeable, run: () => current && acts.take(current.case_id) },
    {
      key: 'u',
      label: t('queue.release'),
      enabled: releasable,
      run: () => current && acts.release(current.case_id),
    },
    { key: '/', label: t('queue.filter_key'), run: focusText },
  ]);

  return (
    <div className={styles.screen} data-testid={testids.screen('queue')}>
      <WorkList
        work={filter.work}
        counts={counts.data ?? null}
        onWork={(work) => onPlace({ filter: filterOf(work), selected: null })}
      />
      <section className={styles.middle} aria-label={t('queue.list')}>
        <LoadingLine active={list.isFetching || acts.busy} />
        <div className={styles.head}>
          <h1>{t(`queue.work.${filter.work}`)}</h1>
          <span className={styles.total} data-testid={testids.queueTotal}>
            {list.data ? count(list.total) : ''}
          </span>
          {session.may_decide && (
            <Button
              type="primary"
              onClick={acts.takeNext}
              loading={acts.busy}
              data-testid={testids.queueTakeNext}
            >
              {t('queue.take_next')}
              <KeyCap>G</KeyCap>
            </Button>
          )}
        </div>
        <FilterBar
          filter={filter}
          rows={list.rows}
          onFilter={(changed) => onPlace({ filter: changed, selected: null })}
        />
        {acts.error !== null && (
          <div className={styles.note}>
            <ErrorNote error={acts.error} />
          </div>
        )}
        {acts.nothing && (
          <p className={styles.note} role="status">
            {t('queue.none_to_take')}
          </p>
        )}
        <ListBody
          list={list}
          place={place}
          selected={selected}
          onSelect={(row) => onPlace({ filter, selected: row.case_id })}
          onOpen={open}
          onClear={() => onPlace({ filter: filterOf(filter.work), selected: null })}
        />
      </section>
      <QueuePreviewPane
        row={current ?? null}
        takeable={takeable}
        releasable={releasable}
        onOpen={() => open(current)}
        onTake={() => current && acts.take(current.case_id)}
        onRelease={() => current && acts.release(current.case_id)}
      />
      <div className={styles.foot}>
        <Footer>
          <FooterKey keys={['J', 'K']} label={t('queue.move')} />
          <FooterKey keys={['↵']} label={t('queue.open')} />
          {session.may_decide && <FooterKey keys={['G']} label={t('queue.take_next_key')} />}
          <FooterKey keys={['/']} label={t('queue.filter_key')} />
          <FooterKey keys={['?']} label={t('common.keys_all')} />
        </Footer>
      </div>
    </div>
  );
}

/** Whether taking it could succeed: up for review and in nobody else's hands. */
function canTake(row: QueueRow): boolean {
  return (row.state === 'ready' || row.state === 'in_review') && (row.lock === null || row.lock.mine);
}

function useTaking({ open, onChanged }: { open: (caseId: string) => void; onChanged: () => void }) {
  const [nothing, setNothing] = useState(false);
  const next = useMutation({
    mutationFn: desk.takeNext,
    onMutate: () => setNothing(false),
    onSuccess: (caseId) => {
      setNothing(caseId === null);
      if (caseId !== null) open(caseId);
    },
    onSettled: onChanged,
  });
  const take = useMutation({
    mutationFn: desk.takeCase,
    onSuccess: (view) => open(view.case_id),
    onSettled: onChanged,
  });
  const release = useMutation({ mutationFn: desk.releaseCase, onSettled: onChanged });
  const busy = next.isPending || take.isPending || release.isPending;
  return {
    takeNext: () => {
      if (!busy) next.mutate();
    },
    take: (caseId: string) => {
      if (!busy) take.mutate(caseId);
    },
    release: (caseId: string) => {
      if (!busy) release.mutate(caseId);
    },
    busy,
    nothing,
    error: next.error ?? take.error ?? release.error,
  };
}

interface ListBodyProps {
  list: ReturnType<typeof useQueueRows>;
  place: QueuePlace;
  selected: number;
  onSelect: (row: QueueRow) => void;
  onOpen: (row: QueueRow) => void;
  onClear: () => void;
}

function ListBody({ list, place, selected, onSelect, onOpen, onClear }: ListBodyProps) {
  const { t } = useWords();
  const name = filterName(place.filter, list.rows);
  if (list.error) {
    return (
      <div className={styles.note}>
        <ErrorNote error={list.error} onRetry={() => void list.refetch()} />
      </div>
    );
  }
  if (list.isPending) return <SkeletonRows rows={14} />;
  if (list.rows.length === 0) {
    return isNarrowed(place.filter) ? (
      <Empty
        text={t('queue.filtered_empty', { name })}
        action={{ label: t('queue.clear_all'), run: onClear }}
        testid={testids.queueEmpty}
      />
    ) : (
      <Empty text={t(`queue.empty.${place.filter.work}`)} testid={testids.queueEmpty} />
    );
  }
  return (
    <>
      <QueueTable
        rows={list.rows}
        total={list.total}
        decided={place.filter.work === 'decided'}
        selected={selected}
        onSelect={onSelect}
        onOpen={onOpen}
        onNearEnd={list.more}
      />
      <div className={styles.shown}>
        {t('queue.shown', { shown: count(list.rows.length), total: count(list.total) })}
        {list.isFetchingNextPage && ` · ${t('queue.loading_more')}`}
      </div>
    </>
  );
}
