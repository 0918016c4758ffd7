import { memo, type ReactNode, type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';
import { Chip } from '../../../components/chip';
import { Icon } from '../../../components/icon';
import { OutcomeIcon } from '../../../components/outcome';
import { useWords, type Words } from '../../../i18n';
import type { RowsPage, RowsSort, RowView } from '../../../ipc';
import { count, money } from '../../../lib/format';
import { testids } from '../../../lib/testids';
import { type Codes, useCodes } from '../codes';
import { sortedBy } from './query';

/** Every row is as high, so that where a row lies needs no list of rows. */
export const rowHeight = 28;

/** Rows drawn beyond each edge once the table has been scrolled, so that scrolling does not outrun them. */
const beyondEdge = 8;

export interface RowsInSight {
  scroller: RefObject<HTMLDivElement | null>;
  /** Places of the first and the last row to draw. */
  first: number;
  last: number;
  onScroll: () => void;
  reveal: (place: number) => void;
}

/** Which rows are in sight. */
export function useRowsInSight(total: number): RowsInSight {
  const scroller = useRef<HTMLDivElement>(null);
  // The first frame is drawn before anything has been measured.
  const [lines, setLines] = useState({
    top: 0,
    many: Math.ceil(window.innerHeight / rowHeight) - 8,
    beyond: 0,
  });
  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const top = Math.floor(element.scrollTop / rowHeight);
    const many = Math.ceil(element.clientHeight / rowHeight) + 1;
    const beyond = top === 0 ? 0 : beyondEdge;
    setLines((known) => (known.top === top && known.many === many ? known : { top, many, beyond }));
  }, []);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(onScroll);
    observer.observe(element);
    return () => observer.disconnect();
  }, [onScroll]);
  const reveal = useCallback((place: number) => {
    const element = scroller.current;
    if (!element) return;
    const top = place * rowHeight;
    const height = element.clientHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + height) element.scrollTop = top + rowHeight - height;
  }, []);
  return {
    scroller,
    first: Math.max(0, lines.top - lines.beyond),
    last: Math.min(total, lines.top + lines.many + lines.beyond) - 1,
    onScroll,
    reveal,
  };
}

export interface RowsTableProps {
  page: RowsPage;
  row: (index: number) => RowView | undefined;
  sight: RowsInSight;
  selected: number;
  onSelect: (index: number) => void;
  onPair: (row: RowView) => void;
  sort: RowsSort;
  onSort: (sort: RowsSort) => void;
  accountName: (key: string) => string;
}

/** The rows found, of which only those in sight are drawn. */
export function RowsTable(props: RowsTableProps) {
  const { page, sight, selected } = props;
  const words = useWords();
  const codes = useCodes();
  const { reveal } = sight;
  useLayoutEffect(() => {
    if (selected >= 0 && selected < page.total) reveal(selected);
  }, [selected, page.total, reveal]);
  const places: number[] = [];
  for (let place = sight.first; place <= sight.last; place += 1) places.push(place);
  return (
    // The grid is one stop for Tab; J, K, the arrows and the paging keys move within it.
    <div
      className="rows-grid"
      role="grid"
      aria-label={words.t('rows.title')}
      aria-rowcount={page.total + 1}
      aria-activedescendant={`row-${selected}`}
      tabIndex={0}
      id="rows-grid"
    >
      <Head sort={props.sort} onSort={props.onSort} />
      <div ref={sight.scroller} className="rows-scroll" role="presentation" onScroll={sight.onScroll}>
        <div
          className="rows-body"
          style={{ height: page.total * rowHeight, position: 'relative' }}
          role="presentation"
        >
          {places.map((place) => {
            const row = props.row(place);
            return row ? (
              <Row
                key={place}
                row={row}
                index={place}
                selected={place === selected}
                onSelect={props.onSelect}
                onPair={props.onPair}
                account={props.accountName(row.account)}
                words={words}
                codes={codes}
              />
            ) : (
              <div key={place} className="rows-row rows-row-waiting" aria-hidden />
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

/** Drawn again only where something of it changed: a screenful of them is moved through with every key. */
const Row = memo(function Row({
  row,
  index,
  selected,
  onSelect,
  onPair,
  account,
  words,
  codes,
}: {
  row: RowView;
  index: number;
  selected: boolean;
  onSelect: (index: number) => void;
  onPair: (row: RowView) => void;
  account: string;
  words: Words;
  codes: Codes;
}) {
  const { t, say } = words;
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
      <Amounts row={row} t={t} />
      <span role="gridcell" className="right num rows-balance">
        {row.balance === null ? '' : money(row.balance, { fen: 'always' })}
      </span>
      <span role="gridcell" className={`case-cut rows-status rows-status-${row.status}`}>
        {row.status === 'settled' ? '' : codes('row_status', row.status)}
      </span>
    </div>
  );
});

function Cut({ text }: { text: string }) {
  return (
    <span role="gridcell" className="case-cut" title={text}>
      {text}
    </span>
  );
}

/** Money in and money out in columns of their own; what the file states as neither stands across both. */
function Amounts({ row, t }: { row: RowView; t: Words['t'] }) {
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
