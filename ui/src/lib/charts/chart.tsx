import { type ReactNode, useEffect, useRef } from 'react';
import { type ChartOption, type ECharts, makeChart } from './echarts';
import './chart.css';

export interface ChartTable {
  caption: string;
  head: string[];
  rows: string[][];
}

/** A drawing with the same figures as a table for those who do not see it. */
export function Chart({
  option,
  table,
  children,
}: {
  option: ChartOption;
  table: ChartTable;
  /** Laid over the drawing: what can be pressed. */
  children?: ReactNode;
}) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const made = makeChart(element);
    chart.current = made;
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption(option, true);
  }, [option]);
  return (
    <div className="chart">
      <div ref={place} className="chart-drawing" aria-hidden />
      <HiddenTable table={table} />
      {children}
    </div>
  );
}

function HiddenTable({ table }: { table: ChartTable }) {
  return (
    <table className="visually-hidden">
      <caption>{table.caption}</caption>
      <thead>
        <tr>
          {table.head.map((cell) => (
            <th key={cell} scope="col">
              {cell}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map(([first, ...rest]) => (
          <tr key={first}>
            <th scope="row">{first}</th>
            {rest.map((cell, index) => (
              <td key={table.head[index + 1]}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
