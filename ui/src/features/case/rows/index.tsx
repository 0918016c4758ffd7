import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { KeyCap } from '../../../components/figures';
import { Icon } from '../../../components/icon';
import { SideSheet } from '../../../components/side-sheet';
import { Empty, ErrorNote, LoadingLine, SkeletonRows } from '../../../components/states';
import { useWords } from '../../../i18n';
import { type CaseView, type CategoryOption, desk, type RowsQuery, type RowView } from '../../../ipc';
import { useKeys } from '../../../lib/keys';
import { measurePainted } from '../../../lib/paint';
import { testids } from '../../../lib/testids';
import { useCodes } from '../codes';
import type { OpenedFigure } from '../figure-button';
import { RowDetail } from './detail';
import { Filters, searchId } from './filters';
import { rowsPage, useRowPages } from './pages';
import { everyRow, isNarrowed } from './query';
import { CategoryPicker, MovedBar, useReclassify } from './reclassify';
import { RowsTable, rowHeight, useRowsInSight } from './table';
import './rows.css';

/** What the end-to-end suite reads the time to the first rows from. */
export const paintMeasure = 'rows-painted';

/** Fetches what the table opens with, so that it opens at once. */
export function useRowsAhead(caseId: string, assessment: string, rows: number): void {
  const client = useQueryClient();
  useEffect(() => {
    if (rows === 0) return;
    // The case itself is painted first.
    const frame = requestAnimationFrame(
      () => void client.prefetchQuery(rowsPage(caseId, assessment, everyRow, 0)),
    );
    return () => cancelAnimationFrame(frame);
  }, [client, caseId, assessment, rows]);
}

export interface RowsSheetProps {
  caseId: string;
  assessment: string;
  figure: OpenedFigure;
  /** The categories that rows can be put into. */
  options: CategoryOption[];
  /** Only whoever has the case may put its rows right. */
  mayReclassify: boolean;
  /** The case as it is after a re-classification. */
  onCase: (view: CaseView) => void;
  onClose: () => void;
}

/** All rows of the case, or those behind a figure, with how each was treated and why. */
export function RowsSheet({ caseId, assessment, figure, ...rest }: RowsSheetProps) {
  const { t } = useWords();
  const { onClose } = rest;
  return (
    <SideSheet label={t('rows.title')} width={2400} still onClose={onClose} testid={testids.caseRows}>
      <Sheet caseId={caseId} assessment={assessment} figure={figure} {...rest} />
    </SideSheet>
  );
}

function Sheet({ caseId, assessment, figure, options, mayReclassify, onCase, onClose }: RowsSheetProps) {
  const { t } = useWords();
  const [picking, setPicking] = useState(false);
  const change = useReclassify(caseId, onCase);
  const [query, setQuery] = useState<RowsQuery>({
    ...everyRow,
    figure: figure.key === 'all' ? null : figure.key,
  });
  const [selected, setSelected] = useState(0);
  const [jumped, setJumped] = useState<unknown>(null);
  const [known, setKnown] = useState(0);
  const sight = useRowsInSight(known);
  const { scroller } = sight;
  const pages = useRowPages(caseId, assessment, query, sight);
  const { head } = pages;
  const total = head?.total ?? 0;
  if (total !== known) setKnown(total);
  usePainted(figure.openedAt, head !== undefined && known === total);
  const accountName = useAccountNames(head?.facets.accounts);

  const ask = (next: RowsQuery) => {
    setQuery(next);
    setSelected(0);
    scroller.current?.scrollTo({ top: 0 });
  };
  const move = (to: number) => setSelected(Math.max(0, Math.min(to, total - 1)));
  const current = pages.row(selected);
  const mayChange = mayReclassify && current !== undefined && current.treatment !== 'out_of_window';
  const toPair = (row: RowView) => {
    if (!row.paired_with) return;
    const pair = row.paired_with;
    const look = (among: RowsQuery) => desk.caseRows(caseId, among, 0, 0, pair);
    setJumped(null);
    void (async () => {
      const within = await look(query);
      if (within.place !== null) return setSelected(within.place);
      // The other row is not among those shown, so they are no longer narrowed.
      const all = { ...everyRow, sort: query.sort };
      const anywhere = await look(all);
      if (anywhere.place === null) return;
      setQuery(all);
      setSelected(anywhere.place);
    })().catch(setJumped);
  };
  // The rows are drawn again only where something of them changes, so what they call stays the same.
  const latest = useRef(toPair);
  latest.current = toPair;
  const pairOf = useCallback((row: RowView) => latest.current(row), []);
  const sameCounterparty = (row: RowView) => ask({ ...everyRow, text: row.counterparty, sort: query.sort });
  const screenful = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 560) / rowHeight) - 1);
  useKeys([
    { key: 'ArrowDown', run: () => move(selected + 1) },
    { key: 'ArrowUp', run: () => move(selected - 1) },
    { key: 'j', label: t('rows.keys.next'), run: () => move(selected + 1) },
    { key: 'k', label: t('rows.keys.previous'), run: () => move(selected - 1) },
    { key: 'PageDown', run: () => move(selected + screenful) },
    { key: 'PageUp', run: () => move(selected - screenful) },
    { key: 'Home', run: () => move(0) },
    { key: 'End', run: () => move(total - 1) },
    { key: '/', label: t('rows.keys.search'), run: focusSearch },
    { key: 'ctrl+f', run: focusSearch, inFields: true },
    {
      key: 'c',
      label: t('rows.reclassify'),
      enabled: mayChange,
      run: () => setPicking(true),
    },
    {
      key: 'u',
      label: t('rows.undo'),
      enabled: change.moved !== null && !change.moved.undone && !change.undo.isPending,
      run: () => change.moved && change.undo.mutate(change.moved.receipt.entry),
    },
    {
      key: 'p',
      label: t('rows.to_pair'),
      enabled: current?.paired_with != null,
      run: () => current && toPair(current),
    },
    {
      key: 's',
      label: t('rows.same_counterparty'),
      enabled: current !== undefined && current.counterparty !== '',
      run: () => current && sameCounterparty(current),
    },
  ]);
  const failure = pages.error ?? jumped;
  return (
    <>
      <header className="sheet-head rows-sheet-head">
        <h2>{t('rows.title')}</h2>
        <Filters
          query={query}
          onQuery={ask}
          facets={head?.facets}
          figureLabel={figure.label}
          accountName={accountName}
          onLeaveSearch={() => document.getElementById('rows-grid')?.focus()}
        />
        <button
          type="button"
          className="sheet-close"
          onClick={onClose}
          aria-label={t('common.close')}
          data-testid={testids.caseRowsClose}
        >
          <Icon name="close" />
          <KeyCap combination>Esc</KeyCap>
        </button>
      </header>
      <LoadingLine active={pages.waiting} />
      {failure != null && (
        <div className="case-failure">
          <ErrorNote error={failure} onRetry={pages.retry} />
        </div>
      )}
      {head === undefined && failure == null && <SkeletonRows rows={16} height={rowHeight} />}
      {head !== undefined && (
        <>
          <RowsTable
            page={head}
            row={pages.row}
            sight={sight}
            selected={selected}
            onSelect={setSelected}
            onPair={pairOf}
            sort={query.sort}
            onSort={(sort) => ask({ ...query, sort })}
            accountName={accountName}
          />
          <MovedBar
            moved={change.moved}
            options={options}
            waiting={change.make.isPending || change.undo.isPending}
            error={change.make.error ?? change.undo.error}
            onAll={({ row, category }) => change.make.mutate({ row, category, all: true })}
            onUndo={(entry) => change.undo.mutate(entry)}
            onDismiss={change.dismiss}
          />
          {head.total === 0 ? (
            <div className="rows-nothing">
              <Empty
                text={t('rows.nothing')}
                {...(isNarrowed(query)
                  ? { action: { label: t('rows.clear'), run: () => ask(everyRow) } }
                  : {})}
              />
            </div>
          ) : (
            <RowDetail
              reclassify={
                picking && current !== undefined ? (
                  <CategoryPicker
                    row={current}
                    options={options}
                    waiting={change.make.isPending}
                    onChoose={(category) => {
                      change.make.mutate({ row: current, category, all: false });
                      setPicking(false);
                    }}
                    onCancel={() => setPicking(false)}
                  />
                ) : (
                  <button
                    type="button"
                    className="text-button"
                    disabled={!mayChange}
                    title={mayReclassify ? undefined : t('rows.reclassify_not')}
                    onClick={() => setPicking(true)}
                    data-testid={testids.rowsReclassify}
                  >
                    {t('rows.reclassify')}
                    <KeyCap>C</KeyCap>
                  </button>
                )
              }
              row={current}
              accountName={accountName}
              onPair={toPair}
              onSameCounterparty={sameCounterparty}
            />
          )}
        </>
      )}
    </>
  );
}

function focusSearch() {
  const field = document.getElementById(searchId);
  if (field instanceof HTMLInputElement) {
    field.focus();
    field.select();
  }
}

/** Measures once how long the first rows took to be seen. */
function usePainted(openedAt: number, drawn: boolean) {
  const done = useRef(false);
  useEffect(() => {
    if (!drawn || done.current) return;
    done.current = true;
    measurePainted(paintMeasure, openedAt);
  }, [drawn, openedAt]);
}

/** Accounts by the words of their layout, and their last digits where a statement gives them. */
function useAccountNames(
  accounts: { key: string; layout: string; account: string | null; currency: string }[] = [],
) {
  const codes = useCodes();
  return useCallback(
    (key: string) => {
      const account = accounts.find((one) => one.key === key);
      if (!account) return key;
      const parts = [codes('layout', account.layout), account.account];
      if (account.currency !== 'CNY') parts.push(account.currency);
      return parts.filter((part) => part !== null).join(' ');
    },
    [accounts, codes],
  );
}
