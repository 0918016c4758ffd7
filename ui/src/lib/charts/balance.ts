/** The balance at the end of each day, with its lowest point marked. */

import type { BalanceDay } from '../../ipc';
import type { ChartOption } from './echarts';
import { axisAmount, axisSteps, type ChartLook } from './theme';

export interface BalanceWords {
  /** `2026-07` as it is printed on the axis. */
  month: (month: string) => string;
  lowest: { day: string; label: string } | null;
}

/** More month names than this would run into each other. */
const monthsNamedMax = 7;

export function balanceOption(
  days: readonly BalanceDay[],
  words: BalanceWords,
  look: ChartLook,
): ChartOption {
  const { palette, text } = look;
  const amounts = days.map((day) => Number(day.amount));
  const low = Math.min(0, ...amounts);
  const steps = axisSteps(Math.max(0, ...amounts, -low));
  const months = [...new Set(days.map((day) => day.day.slice(0, 7)))];
  const step = Math.ceil(months.length / monthsNamedMax);
  const named = new Set(months.filter((_, index) => index % step === 0));
  const lowestIndex = days.findIndex((day) => day.day === words.lowest?.day);
  return {
    animation: false,
    textStyle: { fontFamily: text.fontFamily },
    grid: { left: 30, right: 8, top: 22, bottom: 22 },
    xAxis: {
      type: 'category',
      data: days.map((day) => day.day),
      boundaryGap: false,
      axisTick: { show: false },
      axisLine: { onZero: true, lineStyle: look.zeroLine },
      axisLabel: {
        ...text,
        color: palette.t2,
        // A month is named at its middle.
        interval: (_: number, day: string) => day.endsWith('-15') && named.has(day.slice(0, 7)),
        formatter: (day: string) => words.month(day.slice(0, 7)),
      },
    },
    yAxis: {
      type: 'value',
      min: low < 0 ? -Math.ceil(-low / steps.interval) * steps.interval : 0,
      ...steps,
      axisLabel: { ...text, formatter: (value: number) => axisAmount(value, look.language) },
      splitLine: look.splitLine,
    },
    series: [
      {
        type: 'line',
        symbol: 'none',
        lineStyle: { color: palette.chartIn, width: 1.2 },
        areaStyle: { color: palette.accentBg, opacity: 0.7 },
        data: amounts,
        ...(lowestIndex >= 0 && words.lowest
          ? lowestMark(lowestIndex, amounts, words.lowest.label, days.length, look)
          : {}),
      },
    ],
  };
}

function lowestMark(index: number, amounts: number[], label: string, days: number, look: ChartLook) {
  const { palette, text } = look;
  // The label is kept inside the drawing: it hangs to the side that has room.
  const align: 'left' | 'right' | 'center' =
    index < days * 0.3 ? 'left' : index > days * 0.7 ? 'right' : 'center';
  return {
    markLine: {
      silent: true,
      symbol: 'none',
      lineStyle: { color: palette.lowers, type: [2, 2] as number[], width: 1 },
      label: {
        ...text,
        show: true,
        color: palette.lowers,
        fontWeight: 600 as const,
        formatter: label,
        align,
        distance: 4,
      },
      data: [{ xAxis: index }],
    },
    markPoint: {
      silent: true,
      symbol: 'circle',
      symbolSize: 7,
      itemStyle: { color: palette.s1, borderColor: palette.lowers, borderWidth: 1.5 },
      label: { show: false },
      data: [{ name: label, coord: [index, amounts[index] ?? 0] }],
    },
  };
}
