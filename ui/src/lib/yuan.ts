import { decimal, decimalParts, money } from './format';

/** A cap in whole yuan, never more than it allows. */
export function capAmount(amount: string): string {
  const parts = decimalParts(amount);
  return parts ? money(`${parts.negative ? '-' : ''}${parts.whole}`) : amount;
}

/** A monthly mean in whole yuan: fen are shown only where money moves. */
export function yuan(amount: string | null | undefined): string {
  return decimal(amount, 0);
}
