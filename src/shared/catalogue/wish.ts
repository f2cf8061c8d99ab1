/**
 * What a visitor wants to buy: a product and, if they have chosen them, a plan and a number of seats. A wish is the
 * address of a product's page, and is kept through the registration and its e-mail.
 */
import { z } from 'zod';
import { Product, Seats } from './catalogue.ts';
import { products, productTable } from './products.ts';

export const Wish = z.object({
  product: Product,
  planId: z.int().min(1).optional(),
  seats: Seats.optional(),
});
export type Wish = z.infer<typeof Wish>;

const anySite = 'http://site.invalid';

/** Returns the wish in the address of a page, such as "?plan=2" on a product's page; null if it isn't such a page. */
export function wishOf(address: string | undefined): Wish | null {
  if (address === undefined || !URL.canParse(address, anySite)) return null;
  const { pathname, searchParams } = new URL(address, anySite);
  const product = products.find((each) => productTable[each].path === pathname);
  if (!product) return null;
  const planId = Wish.shape.planId.safeParse(numberOf(searchParams.get('plan'))).data;
  const seats = Wish.shape.seats.safeParse(numberOf(searchParams.get('seats'))).data;
  return { product, ...(planId && { planId }), ...(seats && { seats }) };
}

const numberOf = (text: string | null): number | undefined =>
  text !== null && /^\d{1,10}$/.test(text) ? Number(text) : undefined;

/** Returns the address of the page that fulfils the wish. */
export function addressOfWish({ product, planId, seats }: Wish): string {
  const search = new URLSearchParams({
    ...(planId && { plan: String(planId) }),
    ...(seats && { seats: String(seats) }),
  });
  return search.size > 0 ? `${productTable[product].path}?${search}` : productTable[product].path;
}
