/** Selects a sentence about an amount. */
import type { Money } from '#shared/money.ts';

/** Says whether an amount is known, and whether a coupon or a credit covers the whole price. */
export function toldOf(amount: Money | null): 'true' | 'free' | 'false' {
  if (amount === null) return 'false';
  return amount.minor === 0 ? 'free' : 'true';
}

/** Formats an amount; an unknown one is left out. */
export const moneyOr = (amount: Money | null, money: (amount: Money) => string): string =>
  amount === null ? '' : money(amount);
