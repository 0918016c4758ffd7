/** A long list of which only what can be seen is drawn. The row under the cursor is one, and is always in sight. */

import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';

export interface VirtualRowsProps<Row> {
  rows: Row[];
  /** Rows in all, for screen readers; the rest is fetched as the end comes near. */
  total: number;
  height: (row: Row) => number;
  rowKey: (row: Row) => string;
  rowId: (row: Row) => string;
  selected: number;
  label: string;
  /** The head of the columns, drawn above the rows. */
  head: ReactNode;
  render: (row: Row, index: number) => ReactNode;
  onNearEnd: () => void;
  className?: string | undefined;
}

const nearEndRows = 40;

export function VirtualRows<Row>(props: VirtualRowsProps<Row>) {
  const { rows, selected, onNearEnd } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => props.height(rows[index] as Row),
    getItemKey: (index) => props.rowKey(rows[index] as Row),
    overscan: 8,
  });
  const items = virtualizer.getVirtualItems();
  // The cursor counts as sight: from the keyboard it may be near the end before the list has scrolled there.
  const last = Math.max(items.at(-1)?.index ?? 0, selected);
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - nearEndRows) onNearEnd();
  }, [last, rows.length, onNearEnd]);
  useEffect(() => {
    if (selected >= 0) virtualizer.scrollToIndex(selected);
  }, [selected, virtualizer]);
  const current = rows[selected];
  return (
    // The grid is one stop for Tab; J, K and the arrows move within it.
    <div
      role="grid"
      aria-label={props.label}
      aria-rowcount={props.total}
      aria-activedescendant={current === undefined ? undefined : props.rowId(current)}
      tabIndex={0}
      className={props.className}
    >
      {props.head}
      <div ref={scroller} className="virtual-scroller" role="presentation">
        <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }} role="presentation">
          {items.map((item) => {
            const row = rows[item.index] as Row;
            return (
              <div
                key={item.key}
                role="presentation"
                style={{ position: 'absolute', inset: `${item.start}px 0 auto 0`, height: item.size }}
              >
                {props.render(row, item.index)}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
