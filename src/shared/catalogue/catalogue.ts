/** Products, plans and what a plan costs somebody. */
import { z } from 'zod';
import { CalendarDate } from '#shared/dates.ts';
import { LoginProviderId } from '#shared/identity/login-providers.ts';
import { Money } from '#shared/money.ts';
import { products, productTable } from './products.ts';

export const Product = z.enum(products);
export type Product = z.infer<typeof Product>;

/** A page of an earlier release may be told of a product that its own table does not have yet. */
const knownProducts: Readonly<Partial<Record<string, { soldPerSeat: boolean }>>> = productTable;

/** Whether a licence counts seats; otherwise it is for one user account, as is one of a product that is not known. */
export const isSoldPerSeat = (product: Product): boolean => knownProducts[product]?.soldPerSeat ?? false;

export const maxSeats = 10_000;
export const Seats = z.int().min(1).max(maxSeats);

export const Frequency = z.enum(['Monthly', 'Annual']);
export type Frequency = z.infer<typeof Frequency>;

/** How many months one payment pays for. */
export const monthsOf: Readonly<Record<Frequency, number>> = { Monthly: 1, Annual: 12 };

export const Plan = z.object({
  id: z.int(),
  product: Product,
  /** The marketing name: "Yearly plan". */
  friendlyName: z.string(),
  description: z.string(),
  planName: z.string(),
  paddlePlanId: z.int(),
  /** What is shown when Paddle cannot be asked. */
  price: Money,
  frequency: Frequency,
});
export type Plan = z.infer<typeof Plan>;

/** ISO 3166-1 alpha-2, upper case. */
export const CountryCode = z.string().regex(/^[A-Z]{2}$/, 'a country is two capital letters, such as FR');
export type CountryCode = z.infer<typeof CountryCode>;

export const Offer = z.object({
  plan: Plan,
  /** For one seat or one account, tax included where Paddle says so. */
  unitPrice: Money,
  /** The tax inside `unitPrice`; null when only the plan's own price is known. */
  unitTax: Money.nullable(),
});
export type Offer = z.infer<typeof Offer>;

export const OfferList = z.object({
  country: CountryCode,
  /** `paddle`: asked within the hour. `plan`: Paddle could not be asked, these are the plans' own prices. */
  priceSource: z.enum(['paddle', 'plan']),
  offers: z.array(Offer),
});
export type OfferList = z.infer<typeof OfferList>;

/** What every page may know of this installation. */
export const PublicConfig = z.object({
  supportEmail: z.string(),
  /** Who runs this installation, and where; null where its settings do not say. */
  operator: z.object({ name: z.string().nullable(), address: z.string().nullable() }),
  sourceUrl: z.url(),
  billingUrls: z.record(Product, z.url()),
  graceDays: z.int(),
  /** With what else than a password one can sign in here. */
  loginProviders: z.array(LoginProviderId),
  /** The day it is for the business, which in the demo may not be the day it is in the browser. */
  today: CalendarDate,
});
export type PublicConfig = z.infer<typeof PublicConfig>;
