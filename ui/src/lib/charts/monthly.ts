/** Money in and out by month, with the net in a small panel of its own on the same months. */

import type { MonthView } from '../../ipc';
import { decimalParts } from '../format';
import type { ChartOption } from './echarts';
import { axisAmount, axisSteps, type ChartLook } from './theme';

/** Where the bars lie in the drawing, for what is laid over them. */
export const monthlyFrame = { left: 30, right: 4, top: 10, bottom: 62 };

export interface MonthlyWords {
  /** Month labels, in the order of the months. */
  months: string[];
  /** Net figures as printed. */
  nets: string[];
  netLabel: string;
}

export function monthlyOption(
  months: readonly MonthView[],
  words: MonthlyWords,
  look: ChartLook,
): ChartOption {
  const { palette, text } = look;
  const inflow = months.map((month) => Number(month.inflow.value ?? 0));
  const outflow = months.map((month) => Number(month.outflow.value ?? 0));
  const net = months.map((month) => Number(month.net));
  const steps = axisSteps(Math.max(0, ...inflow, ...outflow));
  const netRange = Math.max(1, ...net.map(Math.abs));
  const negative = (index: number) => decimalParts(months[index]?.net ?? '')?.negative === true;
  const bar = (colour: string, values: number[]) => ({
    type: 'bar' as const,
    barMaxWidth: 14,
    barGap: '12%',
    barCategoryGap: '36%',
    itemStyle: { color: colour, borderRadius: [1, 1, 0, 0] },
    // Part of a month is drawn weaker: it stands for fewer days.
    data: values.map((value, index) => ({ value, itemStyle: { opacity: months[index]?.whole ? 1 : 0.5 } })),
  });
  return {
    animation: false,
    textStyle: { fontFamily: text.fontFamily },
    grid: [
      { ...monthlyFrame },
      { left: monthlyFrame.left, right: monthlyFrame.right, height: 18, bottom: 22 },
    ],
    xAxis: [
      {
        type: 'category',
        data: words.months,
        axisTick: { show: false },
        axisLine: { lineStyle: look.zeroLine },
        axisLabel: { ...text, color: palette.t2, margin: 6, interval: 0, hideOverlap: true },
      },
      {
        type: 'category',
        gridIndex: 1,
        data: words.nets.map((label, index) => ({
          value: label,
          textStyle: { color: negative(index) ? palette.lowers : palette.t1 },
        })),
        axisTick: { show: false },
        axisLine: { show: false },
        axisLabel: { ...text, fontWeight: 500, margin: 7, interval: 0 },
      },
    ],
    yAxis: [
      {
        type: 'value',
        min: 0,
        ...steps,
        axisLabel: { ...text, formatter: (value: number) => axisAmount(value, look.language) },
        splitLine: look.splitLine,
      },
      {
        type: 'value',
        gridIndex: 1,
        min: -netRange,
        max: netRange,
        name: words.netLabel,
        nameLocation: 'middle',
        nameRotate: 0,
        nameGap: 18,
        nameTextStyle: { ...text },
        axisLabel: { show: false },
        splitLine: { show: false },
      },
    ],
    series: [
      bar(palette.chartIn, inflow),
      bar(palette.chartOut, outflow),
      {
        type: 'line',
        xAxisIndex: 1,
        yAxisIndex: 1,
        symbol: 'circle',
        symbolSize: 6,
        lineStyle: { color: palette.t1, width: 1.2 },
        data: net.map((value, index) => ({
          value,
          itemStyle: negative(index)
            ? { color: palette.s1, borderColor: palette.lowers, borderWidth: 1.5 }
            : { color: palette.t1 },
        })),
      },
    ],
  };
}
