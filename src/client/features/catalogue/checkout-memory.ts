/** What a person had before they went to Paddle, so that the page knows the new licence when it comes. */
import { z } from 'zod';
import type { Product } from '#shared/catalogue.ts';

const Ids = z.array(z.int());
const keyOf = (product: Product) => `checkout-${product}`;

/** Called just before the person leaves for Paddle. */
export function rememberLicences(product: Product, ids: readonly number[]): void {
  try {
    sessionStorage.setItem(keyOf(product), JSON.stringify(ids));
  } catch {
    // Storage is forbidden: on the return the page waits only where there was no licence at all.
  }
}

/** The licences there were before; null when this tab remembers no departure (another tab, storage forbidden). */
export function recallLicences(product: Product): readonly number[] | null {
  try {
    const parsed = Ids.safeParse(JSON.parse(sessionStorage.getItem(keyOf(product)) ?? 'null'));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Called when that departure has come to its end: the licence is here, or nobody paid. */
export function forgetDeparture(product: Product): void {
  try {
    sessionStorage.removeItem(keyOf(product));
  } catch {
    // Storage is forbidden: there is nothing to forget.
  }
}
