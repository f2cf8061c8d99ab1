/** Schemas for products, plans and prices. */
import { z } from 'zod';
import { Money } from '#shared/money.ts';
import { products, productTable } from './products.ts';

export const Product = z.enum(products);
export type Product = z.infer<typeof Product>;

/** Typed as partial because a page of an earlier release may receive a product that its table doesn't contain. */
const knownProducts: Readonly<Partial<Record<string, { soldPerSeat: boolean }>>> = productTable;

/**
 * Returns whether licences of the product have seats. If not, or if the product is unknown, a licence is for one user
 * account.
 */
export const isSoldPerSeat = (product: Product): boolean => knownProducts[product]?.soldPerSeat ?? false;

export const maxSeats = 10_000;
export const Seats = z.int().min(1).max(maxSeats);

export const Frequency = z.enum(['Monthly', 'Annual']);
export type Frequency = z.infer<typeof Frequency>;

/** Number of months that one payment covers. */
export const monthsOf: Readonly<Record<Frequency, number>> = { Monthly: 1, Annual: 12 };

/** What customers read about a plan. */
export const PlanText = z.object({ friendlyName: z.string(), description: z.string() });
export type PlanText = z.infer<typeof PlanText>;

/** By language. A later release may have stored languages that this one doesn't have. */
export const PlanTranslations = z.record(z.string(), PlanText);
export type PlanTranslations = z.infer<typeof PlanTranslations>;

/** The names of a plan by language; pages fall back to its own name (`planNameIn`). */
export const PlanNames = z.record(z.string(), z.string());
export type PlanNames = z.infer<typeof PlanNames>;

export const Plan = z.object({
  id: z.int(),
  product: Product,
  /** The marketing name, such as "Yearly plan". Used, like the description, where there is no translation. */
  friendlyName: z.string(),
  description: z.string(),
  translations: PlanTranslations,
  planName: z.string(),
  paddlePlanId: z.int(),
  /** Shown if Paddle's price can't be fetched. */
  price: Money,
  frequency: Frequency,
  /** Whether customers may pause subscriptions to this plan. */
  pauseAllowed: z.boolean(),
});
export type Plan = z.infer<typeof Plan>;

/**
 * A plan to save. Without `pauseAllowed` or `translations`, an existing plan keeps what it has; a new plan can't be
 * paused, or has no translations.
 */
export type PlanToSave = Omit<Plan, 'id' | 'pauseAllowed' | 'translations'> &
  Partial<Pick<Plan, 'pauseAllowed' | 'translations'>>;

/** ISO 3166-1 alpha-2, upper case. */
export const CountryCode = z
  .string()
  .regex(/^[A-Z]{2}$/, 'a country must be two capital letters, such as FR');
export type CountryCode = z.infer<typeof CountryCode>;

export const Offer = z.object({
  plan: Plan,
  /** The price of one seat or one account. It includes tax if it comes from Paddle. */
  unitPrice: Money,
  /** The tax that `unitPrice` includes; null if the price comes from the plan instead of Paddle. */
  unitTax: Money.nullable(),
});
export type Offer = z.infer<typeof Offer>;

export const OfferList = z.object({
  country: CountryCode,
  /**
   * Source of the prices. `paddle`: from Paddle, cached for an hour, or for up to a day while Paddle is unreachable.
   * `plan`: from the plans, because Paddle's prices weren't available.
   */
  priceSource: z.enum(['paddle', 'plan']),
  offers: z.array(Offer),
});
export type OfferList = z.infer<typeof OfferList>;
