import type { Translate } from '../../i18n';
import type { ReasonView } from '../../ipc';
import { decimal, decimalParts, percent } from '../../lib/format';
import { yuan } from '../../lib/yuan';

/** An amount in thousands with one place, for labels that stand close: `-1260.00` as `−1.3`. */
export function thousands(amount: string): string {
  const parts = decimalParts(amount);
  if (!parts) return amount;
  const whole = parts.whole.padStart(4, '0');
  const shifted = `${whole.slice(0, -3)}.${whole.slice(-3)}${parts.fraction}`;
  return decimal(`${parts.negative ? '-' : ''}${shifted}`, 1);
}

/** Ratios that people read as plain numbers. */
const plainRatios = new Set(['income_cv']);

/** The value a reason was read from, in its unit. */
export function reasonValue(reason: ReasonView, t: Translate): string {
  const { value, unit } = reason;
  if (value === null) return t('case.missing_value');
  switch (unit) {
    case 'ratio':
      return plainRatios.has(reason.characteristic) ? decimal(value, 2) : percent(value);
    case 'yuan':
      return `¥${yuan(value)}`;
    case 'months':
    case 'days':
    case 'years':
    case 'points':
      return t(`case.unit.${unit}`, { value: trimmed(value) });
    default:
      return value;
  }
}

function trimmed(value: string): string {
  return decimalParts(value) ? decimal(value, 1).replace(/\.0$/, '') : value;
}

/** Whether one amount is below another, compared fen by fen. */
export function isBelow(amount: string, limit: string): boolean {
  const fen = (text: string) => {
    const parts = decimalParts(text);
    if (!parts) return 0n;
    const size = BigInt(parts.whole + parts.fraction.padEnd(2, '0').slice(0, 2));
    return parts.negative ? -size : size;
  };
  return fen(amount) < fen(limit);
}

export function isZero(amount: string): boolean {
  return /^[+-]?0+(\.0*)?$/.test(amount);
}
