/** What an order may carry beside the plan: a coupon, and what Paddle asks of a company with a VAT number. */
import { VatDetails } from '#shared/billing.ts';

export interface Extras {
  coupon: string;
  withVat: boolean;
  vat: Record<keyof VatDetails, string>;
}

export const noExtras: Extras = {
  coupon: '',
  withVat: false,
  vat: { number: '', companyName: '', street: '', city: '', postcode: '', country: '' },
};

/** The VAT entries that are missing or wrong, in the order of the form; none when nothing is asked for. */
export function wrongExtras({ withVat, vat }: Extras): (keyof VatDetails)[] {
  if (!withVat) return [];
  const parsed = VatDetails.safeParse(vat);
  if (parsed.success) return [];
  const wrong = new Set(parsed.error.issues.map((issue) => issue.path[0]));
  return (Object.keys(vat) as (keyof VatDetails)[]).filter((name) => wrong.has(name));
}
