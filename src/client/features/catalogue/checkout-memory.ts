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
    // Storage is forbidden: on the return any running licence counts as the new one.
  }
}

/** The licences there were before; none when that is not known (another browser, storage forbidden). */
export function recallLicences(product: Product): readonly number[] {
  try {
    const parsed = Ids.safeParse(JSON.parse(sessionStorage.getItem(keyOf(product)) ?? '[]'));
    return parsed.success ? parsed.data : [];
  } catch {
    return [];
  }
}
