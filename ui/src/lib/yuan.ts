import { decimalParts, money } from './format';

/** A cap in whole yuan, never more than it allows. */
export function capAmount(amount: string): string {
  const parts = decimalParts(amount);
  return parts ? money(`${parts.negative ? '-' : ''}${parts.whole}`) : amount;
}
