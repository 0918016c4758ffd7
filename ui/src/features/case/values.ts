import type { ReasonView } from '../../ipc';
import { decimal, decimalParts, missing, money, percent } from '../../lib/format';
import type { Words } from '../../i18n';

/** A monthly mean in whole yuan: fen are shown only where money moves. */
export function yuan(amount: string | null | undefined): string {
  return decimal(amount, 0);
}

/** A cap in whole yuan, never more than it allows. */
export function capAmount(amount: string): string {
  const parts = decimalParts(amount);
  return parts ? money(`${parts.negative ? '-' : ''}${parts.whole}`) : amount;
}

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
export function reasonValue(reason: ReasonView, t: Words['t']): string {
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

/** A code's words where the program has them, else the code itself: packs and channels bring their own. */
export function wordOrCode(words: Record<string, string>, code: string): string {
  return words[code] ?? code;
}

export { missing };
