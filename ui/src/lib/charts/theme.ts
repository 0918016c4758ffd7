/** What every chart shares: colours from the tokens, thin lines, small axis figures. */

import { minus } from '../format';
import type { Language } from '../preferences';
import { fontSans, type Palette, palettes, type Theme } from '../tokens';

export interface ChartLook {
  palette: Palette;
  language: Language;
  text: { fontFamily: string; fontSize: number; color: string };
  /** Grid lines: `line` at half strength. */
  splitLine: { lineStyle: { color: string; opacity: number } };
  /** The zero line. */
  zeroLine: { color: string; width: number };
}

export function chartLook(theme: Theme, language: Language): ChartLook {
  const palette = palettes[theme];
  return {
    palette,
    language,
    text: { fontFamily: fontSans, fontSize: 10.5, color: palette.t3 },
    splitLine: { lineStyle: { color: palette.line, opacity: 0.8 } },
    zeroLine: { color: palette.ctl, width: 1 },
  };
}

/** Axis figures: 5千, 1万 or 5k, 10k. The axis belongs to the drawing, so these are numbers. */
export function axisAmount(value: number, language: Language): string {
  if (value === 0) return '0';
  const sign = value < 0 ? minus : '';
  const size = Math.abs(value);
  const short = (figure: number) => String(Math.round(figure * 10) / 10);
  if (language === 'zh') {
    if (size >= 10_000) return `${sign}${short(size / 10_000)}万`;
    return size >= 1000 ? `${sign}${short(size / 1000)}千` : `${sign}${short(size)}`;
  }
  return size >= 1000 ? `${sign}${short(size / 1000)}k` : `${sign}${short(size)}`;
}

/** An axis end and step so that at most four grid lines stand over zero. */
export function axisSteps(largest: number): { max: number; interval: number } {
  if (!(largest > 0)) return { max: 1, interval: 1 };
  const magnitude = 10 ** Math.floor(Math.log10(largest));
  const intervals = [0.5, 1, 2, 2.5, 5, 10].map((step) => step * magnitude);
  const interval = intervals.find((step) => Math.ceil(largest / step) <= 3) ?? 10 * magnitude;
  return { max: Math.ceil(largest / interval) * interval, interval };
}
