/** Figures as a person reads them. Amounts arrive as decimal strings and stay strings: nothing here computes money. */

import type { Language } from './preferences';

export const minus = '\u2212';
export const missing = '—';

const decimalShape = /^([+-]?)(\d+)(?:\.(\d+))?$/;

interface Decimal {
  negative: boolean;
  whole: string;
  fraction: string;
}

/** The parts of a decimal string, or nothing where it is not one. */
export function decimalParts(text: string): Decimal | null {
  const match = decimalShape.exec(text);
  if (!match) return null;
  const whole = (match[2] as string).replace(/^0+(?=\d)/, '');
  const fraction = match[3] ?? '';
  const zero = /^0*$/.test(whole + fraction);
  return { negative: match[1] === '-' && !zero, whole, fraction };
}

function grouped(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, ',');
}

export interface MoneyStyle {
  /** `auto` drops `.00` only; `always` is for where money moves. */
  fen?: 'auto' | 'always';
  /** `¥` before the figure. */
  symbol?: boolean;
  /** `+` before a gain. */
  sign?: boolean;
}

/** `"1234.50"` as `1,234.50`; `—` where there is no value; text that is no decimal stays as it came. */
export function money(amount: string | null | undefined, style: MoneyStyle = {}): string {
  if (amount === null || amount === undefined) return missing;
  const parts = decimalParts(amount);
  if (!parts) return amount;
  const cents = parts.fraction.padEnd(2, '0');
  const withFen = style.fen === 'always' || /[1-9]/.test(cents);
  const zero = /^0*$/.test(parts.whole + parts.fraction);
  const sign = parts.negative ? minus : style.sign && !zero ? '+' : '';
  return `${sign}${style.symbol ? '¥' : ''}${grouped(parts.whole)}${withFen ? `.${cents}` : ''}`;
}

/** A count with thousands apart. */
export function count(value: number): string {
  const text = grouped(String(Math.abs(Math.trunc(value))));
  return value < 0 ? minus + text : text;
}

/** Points with their sign: `+14`, `−16`, `0`. */
export function signed(value: number): string {
  return value > 0 ? `+${count(value)}` : count(value);
}

/** A ratio such as `"0.324"` as `32.4%`, rounded half up on the digits themselves. */
export function percent(ratio: string | null | undefined, digits = 1): string {
  if (ratio === null || ratio === undefined) return missing;
  const parts = decimalParts(ratio);
  if (!parts) return ratio;
  return `${roundedShift(parts, 2, digits)}%`;
}

/** A plain decimal string rounded half up: `"7.46"` to `7.5`. */
export function decimal(value: string | null | undefined, digits: number): string {
  if (value === null || value === undefined) return missing;
  const parts = decimalParts(value);
  return parts ? roundedShift(parts, 0, digits) : value;
}

/** The value times ten to the `shift`, rounded half up to `digits` places, digit by digit. */
function roundedShift(parts: Decimal, shift: number, digits: number): string {
  const places = shift + digits;
  const all = parts.whole + parts.fraction.padEnd(places + 1, '0');
  const kept = BigInt(all.slice(0, parts.whole.length + places) || '0');
  const up = (all[parts.whole.length + places] ?? '0') >= '5' ? 1n : 0n;
  const text = (kept + up).toString().padStart(digits + 1, '0');
  const whole = grouped(text.slice(0, text.length - digits));
  const value = digits === 0 ? whole : `${whole}.${text.slice(-digits)}`;
  return parts.negative && /[1-9]/.test(text) ? minus + value : value;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** `2026-11-20 14:02:10` in the desk's own time zone. */
export function moment(at: string | null | undefined): string {
  const date = parsed(at);
  return date
    ? `${dayOf(date)} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
    : (at ?? missing);
}

/** `14:02` or, with seconds, `14:02:10`. */
export function clock(at: string | null | undefined, seconds = false): string {
  const date = parsed(at);
  if (!date) return at ?? missing;
  return `${two(date.getHours())}:${two(date.getMinutes())}${seconds ? `:${two(date.getSeconds())}` : ''}`;
}

/** The local day of a moment, `2026-11-20`. */
export function day(at: string | null | undefined): string {
  const date = parsed(at);
  return date ? dayOf(date) : (at ?? missing);
}

/** A day as short as it can be told: `11-20` or `Nov 20` in the year of `now`, whole otherwise. */
export function shortDay(at: string | null | undefined, language: Language, now: Date): string {
  if (!at) return missing;
  const text = at.length === 10 ? at : day(at);
  if (text.slice(0, 4) !== String(now.getFullYear())) return text;
  if (language === 'zh') return text.slice(5);
  const month = englishMonths[Number(text.slice(5, 7)) - 1];
  return month ? `${month} ${Number(text.slice(8, 10))}` : text;
}

/** `2026-07` as `7月` or `Jul`. */
export function shortMonth(month: string, language: Language): string {
  const number = Number(month.slice(5, 7));
  return language === 'zh' ? `${number}月` : (englishMonths[number - 1] ?? month);
}

const englishMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function dayOf(date: Date): string {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function parsed(at: string | null | undefined): Date | null {
  if (!at) return null;
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** A span of time cut to its largest unit. */
export interface Span {
  unit: 'now' | 'minutes' | 'hours' | 'days';
  count: number;
}

/** How far apart two moments are, without sign. */
export function span(from: string, to: Date): Span {
  const minutes = Math.floor(Math.abs(to.getTime() - new Date(from).getTime()) / 60_000);
  if (minutes < 1) return { unit: 'now', count: 0 };
  if (minutes < 60) return { unit: 'minutes', count: minutes };
  if (minutes < 48 * 60) return { unit: 'hours', count: Math.floor(minutes / 60) };
  return { unit: 'days', count: Math.floor(minutes / (24 * 60)) };
}

/** What is left until `due`: hours and minutes under a day, days beyond; `late` once it is past. */
export function timeLeft(
  due: string,
  now: Date,
): { late: boolean; days: number; hours: number; minutes: number } {
  const milliseconds = new Date(due).getTime() - now.getTime();
  const minutes = Math.floor(Math.abs(milliseconds) / 60_000);
  return {
    late: milliseconds < 0,
    days: Math.floor(minutes / (24 * 60)),
    hours: Math.floor(minutes / 60),
    minutes: minutes % 60,
  };
}

/** A hash by its ends: `f1a9…77c2`. */
export function shortHash(hash: string): string {
  return hash.length > 12 ? `${hash.slice(0, 4)}…${hash.slice(-4)}` : hash;
}

/** A size in bytes as a person reads it. */
export function bytes(size: number): string {
  if (size < 1024) return `${size} B`;
  if (size < 1024 * 1024) return `${(size / 1024).toFixed(1)} kB`;
  return `${(size / 1024 / 1024).toFixed(1)} MB`;
}
