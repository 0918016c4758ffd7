import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { Chip } from '../../../components/chip';
import { Icon } from '../../../components/icon';
import { OutcomeIcon } from '../../../components/outcome';
import { useWords } from '../../../i18n';
import type { RowsPage, RowsSort, RowView } from '../../../ipc';
import { count, money } from '../../../lib/format';
import { testids } from '../../../lib/testids';
import { useCodes } from '../codes';
import { sortedBy } from './query';

const rowHeight = 28;

export type RowsVirtualizer = Virtualizer<HTMLDivElement, Element>;

/** The scroller of the table, and what of it is in sight. */
export function useRowsInSight(total: number) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    // The first frame is drawn before the scroller has been measured.
    initialRect: { width: 1200, height: 720 },
  });
  return { scroller, virtual };
}

export interface RowsTableProps {
  page: RowsPage;
  row: (index: number) => RowView | undefined;
  scroller: React.RefObject<HTMLDivElement | null>;
  virtual: RowsVirtualizer;
  selected: number;
  onSelect: (index: number) => void;
  onPair: (row: RowView) => void;
  sort: RowsSort;
  onSort: (sort: RowsSort) => void;
  accountName: (key: string) => string;
}

/** The rows found, of which only those in sight are drawn. */
export function RowsTable(props: RowsTableProps) {
  const { page, virtual, selected } = props;
  const { t } = useWords();
  useLayoutEffect(() => {
    if (selected >= 0 && selected < page.total) virtual.scrollToIndex(selected, { align: 'auto' });
  }, [selected, page.total, virtual]);
  return (
    // The grid is one stop for Tab; J, K, the arrows and the paging keys move within it.
    <div
      className="rows-grid"
      role="grid"
      aria-label={t('rows.title')}
      aria-rowcount={page.total + 1}
      aria-activedescendant={`row-${selected}`}
      tabIndex={0}
      id="rows-grid"
    >
      <Head sort={props.sort} onSort={props.onSort} />
      <div ref={props.scroller} className="rows-scroll" role="presentation">
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
          {virtual.getVirtualItems().map((item) => {
            const row = props.row(item.index);
            return row ? (
              <Row
                key={item.key}
                row={row}
                index={item.index}
                top={item.start}
                selected={item.index === selected}
                onSelect={props.onSelect}
                onPair={props.onPair}
                accountName={props.accountName}
              />
            ) : (
              <div
                key={item.key}
                className="rows-row rows-row-waiting"
                style={{ transform: `translateY(${item.start}px)` }}
                aria-hidden
              />
            );
          })}
        </div>
      </div>
      <Foot page={page} />
    </div>
  );
}

function Head({ sort, onSort }: { sort: RowsSort; onSort: (sort: RowsSort) => void }) {
  const { t } = useWords();
  const byTime = sort === 'newest' || sort === 'oldest';
  const falling = sort === 'newest' || sort === 'largest';
  const sorted = (column: 'at' | 'amount') =>
    (column === 'at') === byTime ? (falling ? 'descending' : 'ascending') : 'none';
  const head = (column: 'at' | 'amount', label: string, className = '') => (
    <span role="columnheader" aria-sort={sorted(column)} className={className}>
      <button
        type="button"
        className="rows-sort"
        tabIndex={-1}
        onClick={() => onSort(sortedBy(column, sort))}
        data-testid={testids.rowsSort(column)}
      >
        {sorted(column) !== 'none' && <Icon name={falling ? 'down' : 'up'} size={10} />}
        {label}
      </button>
    </span>
  );
  return (
    <div className="rows-row rows-head" role="row">
      {head('at', t('rows.at'))}
      <span role="columnheader">{t('rows.account')}</span>
      <span role="columnheader">{t('rows.counterparty')}</span>
      <span role="columnheader">{t('rows.description')}</span>
      <span role="columnheader">{t('rows.category')}</span>
      <span role="columnheader">{t('rows.treatment')}</span>
      {head('amount', t('rows.in'), 'right')}
      <span role="columnheader" className="right">
        {t('rows.out')}
      </span>
      <span role="columnheader" className="right">
        {t('rows.balance')}
      </span>
      <span role="columnheader">{t('rows.status')}</span>
    </div>
  );
}

/** Rows that count as neither money in nor money out are drawn weaker. */
const leftOut = new Set(['loan_proceeds', 'own_transfer', 'counted_elsewhere', 'no_effect', 'out_of_window']);

function Row({
  row,
  index,
  top,
  selected,
  onSelect,
  onPair,
  accountName,
}: {
  row: RowView;
  index: number;
  top: number;
  selected: boolean;
  onSelect: (index: number) => void;
  onPair: (row: RowView) => void;
  accountName: (key: string) => string;
}) {
  const { t, say } = useWords();
  const codes = useCodes();
  const account = accountName(row.account);
  const asked = row.questions.map(say).join(' · ');
  return (
    // Keys reach a row through the grid round it.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <div
      id={`row-${index}`}
      className={`rows-row ${leftOut.has(row.treatment) ? 'rows-row-left-out' : ''}`}
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={selected}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onSelect(index)}
      data-testid={testids.rowsRow(index)}
    >
      <span role="gridcell" className="num">
        {moment(row)}
      </span>
      <Cut text={account} />
      <span role="gridcell" className="case-cut" title={row.counterparty}>
        {asked !== '' && (
          <span className="rows-asked" title={asked}>
            <OutcomeIcon outcome="warn" size={12} silent />
          </span>
        )}
        {row.counterparty || '—'}
      </span>
      <Cut text={row.description || row.provider_type || '—'} />
      <span role="gridcell" className="rows-category">
        <Chip title={say(row.category)} tone={row.category_code === 'uncategorised' ? 'unknown' : 'neutral'}>
          {say(row.category)}
        </Chip>
      </span>
      <span role="gridcell" className="rows-treatment" title={codes('treatment', row.treatment)}>
        <span className="case-cut">{codes('treatment', row.treatment)}</span>
        {row.paired_with && (
          <button
            type="button"
            className="rows-pair"
            tabIndex={-1}
            title={t('rows.to_pair')}
            aria-label={t('rows.to_pair')}
            onClick={(event) => {
              event.stopPropagation();
              onPair(row);
            }}
            data-testid={testids.rowsPair(index)}
          >
            <Icon name="link" size={12} />
          </button>
        )}
      </span>
      <Amounts row={row} />
      <span role="gridcell" className="right num rows-balance">
        {row.balance === null ? '' : money(row.balance, { fen: 'always' })}
      </span>
      <span role="gridcell" className={`case-cut rows-status rows-status-${row.status}`}>
        {row.status === 'settled' ? '' : codes('row_status', row.status)}
      </span>
    </div>
  );
}

function Cut({ text }: { text: string }) {
  return (
    <span role="gridcell" className="case-cut" title={text}>
      {text}
    </span>
  );
}

/** Money in and money out in columns of their own; what the file states as neither stands across both. */
function Amounts({ row }: { row: RowView }) {
  const { t } = useWords();
  const figure = money(row.amount.replace(/^-/, ''), { fen: 'always' });
  const shown: ReactNode = row.currency === 'CNY' ? figure : `${row.currency} ${figure}`;
  if (row.direction === 'neutral') {
    return (
      <span role="gridcell" aria-colspan={2} className="rows-neutral num" title={t('rows.neutral_explain')}>
        <span className="rows-neutral-word">{t('rows.neutral')}</span> {shown}
      </span>
    );
  }
  return (
    <>
      <span role="gridcell" className="right num rows-in">
        {row.direction === 'in' ? shown : ''}
      </span>
      <span role="gridcell" className="right num">
        {row.direction === 'out' ? shown : ''}
      </span>
    </>
  );
}

/** `2026-11-20 14:02`, or the day alone where the file gives no time. */
export function moment(row: RowView): string {
  return row.has_time ? row.at.slice(0, 16).replace('T', ' ') : row.at.slice(0, 10);
}

/** The sums of all rows found, under their columns. */
function Foot({ page }: { page: RowsPage }) {
  const { t } = useWords();
  const [own, ...others] = page.sums;
  return (
    <div className="rows-foot" role="row" data-testid={testids.rowsSums}>
      <div className="rows-row">
        <span role="gridcell" className="rows-foot-words">
          <strong className="num" data-testid={testids.caseRowsTotal} data-total={page.total}>
            {t('rows.found', { many: count(page.total), of: count(page.of) })}
          </strong>
          <span className="num">
            {t('rows.counted', {
              counted_in: money(page.counted_in, { fen: 'always' }),
              counted_out: money(page.counted_out, { fen: 'always' }),
            })}
          </span>
          {others.map((sums) => (
            <span key={sums.currency} className="num">
              {sums.currency} +{money(sums.money_in, { fen: 'always' })} −
              {money(sums.money_out, { fen: 'always' })}
            </span>
          ))}
        </span>
        <span role="gridcell" className="right num strong">
          {money(own?.money_in, { fen: 'always' })}
        </span>
        <span role="gridcell" className="right num strong">
          {money(own?.money_out, { fen: 'always' })}
        </span>
        <span role="gridcell" className="rows-foot-note">
          {t('rows.sums')}
        </span>
      </div>
    </div>
  );
}
