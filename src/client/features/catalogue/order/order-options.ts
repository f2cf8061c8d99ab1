/** What an order may carry beside the plan: a coupon, and what Paddle asks of a company with a VAT number. */
import { VatDetails } from '#shared/billing/billing.ts';
import type { ErrorCode } from '#shared/errors.ts';

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

/** The VAT entries that are missing or wrong, in the order of the form; none when nothing is asked for. */
export function invalidOrderOptions({ withVat, vat }: OrderOptions): (keyof VatDetails)[] {
  if (!withVat) return [];
  const parsed = VatDetails.safeParse(vat);
  if (parsed.success) return [];
  const wrong = new Set(parsed.error.issues.map((issue) => issue.path[0]));
  return (Object.keys(vat) as (keyof VatDetails)[]).filter((name) => wrong.has(name));
}

/** The entries Paddle may refuse, by the refusal: each is the name of its field. */
const refusable = { coupon_refused: 'coupon', vat_postcode_missing: 'postcode' } as const satisfies Partial<
  Record<ErrorCode, 'coupon' | keyof VatDetails>
>;
type Refusable = typeof refusable;

/** An entry that Paddle refused: the field it is in, and the sentence that says why. */
export interface Refusal {
  field: Refusable[keyof Refusable];
  code: keyof Refusable;
}

const isRefusable = (code: string): code is keyof Refusable => Object.hasOwn(refusable, code);

/** The entry of this form that a failure is about; null when it is about something else. */
export function refusalOf(code: string): Refusal | null {
  return isRefusable(code) ? { field: refusable[code], code } : null;
}

/** Whether the refused entry is no longer the one that was sent. */
export function isCorrected({ field }: Refusal, before: OrderOptions, after: OrderOptions): boolean {
  const entry = (extras: OrderOptions) => (field === 'coupon' ? extras.coupon : extras.vat[field]);
  return entry(before) !== entry(after) || (field !== 'coupon' && before.withVat !== after.withVat);
}
