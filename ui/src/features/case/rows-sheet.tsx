import { useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { KeyCap } from '../../components/figures';
import { Icon } from '../../components/icon';
import { SideSheet } from '../../components/side-sheet';
import { ErrorNote, LoadingLine, SkeletonRows } from '../../components/states';
import { useWords } from '../../i18n';
import { desk, keys, type RowsView, type RowView } from '../../ipc';
import { count, money } from '../../lib/format';
import { testids } from '../../lib/testids';
import { useCodes } from './codes';
import type { OpenedFigure } from './figure-button';

const rowHeight = 40;

/** The statement rows behind a figure, with how each was treated and why. */
export function RowsSheet({
  caseId,
  figure,
  onClose,
}: {
  caseId: string;
  figure: OpenedFigure;
  onClose: () => void;
}) {
  const { t } = useWords();
  const rows = useQuery({
    queryKey: keys.figureRows(caseId, figure.key),
    queryFn: () => desk.figureRows(caseId, figure.key),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const title = figure.key === 'all' ? figure.label : t('case.rows_title', { label: figure.label });
  return (
    <SideSheet label={title} width={980} onClose={onClose} testid={testids.caseRows}>
      <header className="sheet-head">
        <h2>{title}</h2>
        {rows.data && <Totals view={rows.data} />}
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
      <LoadingLine active={rows.isFetching} />
      {rows.error && (
        <div className="case-failure">
          <ErrorNote error={rows.error} onRetry={() => void rows.refetch()} />
        </div>
      )}
      {rows.isPending && <SkeletonRows rows={12} height={rowHeight} />}
      {rows.data &&
        (rows.data.rows.length === 0 ? (
          <p className="case-none case-rows-none">{t('case.rows_empty')}</p>
        ) : (
          <Rows rows={rows.data.rows} />
        ))}
    </SideSheet>
  );
}

function Totals({ view }: { view: RowsView }) {
  const { t } = useWords();
  const shown = view.rows.length;
  return (
    <>
      <span className="sheet-subject" data-testid={testids.caseRowsTotal} data-total={view.total}>
        {shown < view.total
          ? t('case.rows_total_cut', { shown: count(shown), total: count(view.total) })
          : t('case.rows_total', { shown: count(view.total) })}
      </span>
      <span className="sheet-subject num">
        {t('case.rows_counted', { counted_in: money(view.counted_in), counted_out: money(view.counted_out) })}
      </span>
    </>
  );
}

function Rows({ rows }: { rows: RowView[] }) {
  const { t } = useWords();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  return (
    <div className="case-rows" role="table" aria-rowcount={rows.length + 1}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard */}
      <div ref={scroller} className="case-rows-scroll" tabIndex={0} role="rowgroup">
        <div className="case-row case-row-head" role="row">
          <span role="columnheader">{t('case.rows_at')}</span>
          <span role="columnheader">{t('case.rows_counterparty')}</span>
          <span role="columnheader" className="right">
            {t('case.rows_amount')}
          </span>
          <span role="columnheader" className="right">
            {t('case.rows_counted_amount')}
          </span>
          <span role="columnheader" className="right">
            {t('case.rows_balance')}
          </span>
          <span role="columnheader">{t('case.rows_treatment')}</span>
          <span role="columnheader">{t('case.rows_file')}</span>
        </div>
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            return (
              row && <Row key={`${row.file} ${row.line}`} row={row} index={item.index} top={item.start} />
            );
          })}
        </div>
      </div>
    </div>
  );
}

function Row({ row, index, top }: { row: RowView; index: number; top: number }) {
  const { t, say } = useWords();
  const codes = useCodes();
  const told = [row.description, row.provider_type, row.method].filter((part) => part !== '').join(' · ');
  const [date, time] = row.at.split('T');
  return (
    <div
      className="case-row"
      role="row"
      aria-rowindex={index + 2}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span role="cell" className="num">
        {date}
        <small>{row.has_time && time}</small>
      </span>
      <span role="cell" className="case-cut" title={`${row.counterparty}\n${told}`}>
        {row.counterparty || '—'}
        <small className="case-cut">{told}</small>
      </span>
      <span role="cell" className="right num strong">
        {money(row.amount, { fen: 'always', sign: true })}
      </span>
      <span role="cell" className="right num">
        {money(row.counted, { fen: 'always' })}
      </span>
      <span role="cell" className="right num case-muted-text">
        {money(row.balance, { fen: 'always' })}
      </span>
      <span role="cell" className="case-cut" title={row.because}>
        {codes('treatment', row.treatment)} · {say(row.category)}
        <small className="mono case-cut">{row.because}</small>
      </span>
      <span role="cell" className="case-cut">
        {codes('layout', row.layout)}
        <small className="num">{t('case.rows_line', { line: row.line })}</small>
      </span>
    </div>
  );
}
