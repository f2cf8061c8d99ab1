/**
 * What an order starts with, and its optional parts: a coupon, and the company details that Paddle requires with a VAT
 * number.
 */
import { VatDetails } from '#shared/billing/billing.ts';
import type { ErrorCode } from '#shared/errors.ts';

/** What the form contains at first. */
export interface OrderStart {
  /** The plan that the customer has chosen before, for example on the product's website. */
  planId?: number | undefined;
  /** The number of seats of the customer's licence, or the one they have chosen before. */
  seats?: number | undefined;
}

export interface OrderOptions {
  coupon: string;
  withVat: boolean;
  vat: Record<keyof VatDetails, string>;
}

export const noOrderOptions: OrderOptions = {
  coupon: '',
  withVat: false,
  vat: { number: '', companyName: '', street: '', city: '', postcode: '', country: '' },
};

/**
 * Returns the VAT fields that are missing or invalid, in form order. Returns none if the customer isn't buying for a
 * VAT-registered company.
 */
export function invalidOrderOptions({ withVat, vat }: OrderOptions): (keyof VatDetails)[] {
  if (!withVat) return [];
  const parsed = VatDetails.safeParse(vat);
  if (parsed.success) return [];
  const wrong = new Set(parsed.error.issues.map((issue) => issue.path[0]));
  return (Object.keys(vat) as (keyof VatDetails)[]).filter((name) => wrong.has(name));
}

/** Error codes with which Paddle rejects a single value, and the field that contains that value. */
const refusable = { coupon_refused: 'coupon', vat_postcode_missing: 'postcode' } as const satisfies Partial<
  Record<ErrorCode, 'coupon' | keyof VatDetails>
>;
type Refusable = typeof refusable;

/** A value that Paddle rejected: its field and the code of the message to show. */
export interface Refusal {
  field: Refusable[keyof Refusable];
  code: keyof Refusable;
}

const isRefusable = (code: string): code is keyof Refusable => Object.hasOwn(refusable, code);

/** Returns the value that an error code rejects; null if the code isn't about a single value. */
export function refusalOf(code: string): Refusal | null {
  return isRefusable(code) ? { field: refusable[code], code } : null;
}

/** Returns true if the rejected value has changed since it was sent. */
export function isCorrected({ field }: Refusal, before: OrderOptions, after: OrderOptions): boolean {
  const entry = (extras: OrderOptions) => (field === 'coupon' ? extras.coupon : extras.vat[field]);
  return entry(before) !== entry(after) || (field !== 'coupon' && before.withVat !== after.withVat);
}
