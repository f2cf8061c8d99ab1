/** What a preview of each e-mail takes from a customer's licence. The rest is the sample of the template. */
import type { BillingMailData } from '#server/features/billing/mails/billing-mail-texts.ts';
import type { Frequency, Product } from '#shared/catalogue/catalogue.ts';
import type { CalendarDate } from '#shared/dates.ts';
import type { Money } from '#shared/money.ts';

export interface PreviewedLicence {
  product: Product;
  /** Null if the product isn't sold per seat. */
  seats: number | null;
  startedOn: CalendarDate;
  worksThrough: CalendarDate;
  /** Null if it doesn't renew. */
  renewsOn: CalendarDate | null;
  /** The last payment; null if there is none. */
  paid: Money | null;
  /** What is charged at the renewal, and the price of a period; null if unknown. */
  nextCharge: Money | null;
  price: Money | null;
  frequency: Frequency;
  /** Pages of the portal and of the product. */
  url: string;
  billingUrl: string;
}

type OfLicence = {
  readonly [T in keyof BillingMailData]?: (licence: PreviewedLicence) => Partial<BillingMailData[T]>;
};

const about = ({ product, url }: PreviewedLicence) => ({ product, url });
const toPaste = ({ billingUrl, ...licence }: PreviewedLicence) => ({
  ...about({ billingUrl, ...licence }),
  billingUrl,
});
const paidOf = ({ paid }: PreviewedLicence) => (paid ? { amount: paid } : {});

/** Links to Paddle and links with a token are not here: previews keep those of the sample, which lead nowhere. */
const ofLicence: OfLicence = {
  'licence-bought': (licence) => ({
    ...toPaste(licence),
    seats: licence.seats,
    renews: licence.renewsOn !== null,
    day: licence.renewsOn ?? licence.worksThrough,
    paid: licence.paid,
    nextCharge: licence.nextCharge,
  }),
  'licence-granted': (licence) => ({
    ...toPaste(licence),
    seats: licence.seats,
    day: licence.worksThrough,
  }),
  'claim-waiting': ({ product }) => ({ product }),
  'key-reissued': toPaste,
  'renewal-ahead': (licence) => ({
    ...about(licence),
    on: licence.renewsOn ?? licence.worksThrough,
    amount: licence.nextCharge,
  }),
  'licence-renewed': (licence) => ({
    product: licence.product,
    ...paidOf(licence),
    renewsOn: licence.renewsOn ?? licence.worksThrough,
    nextCharge: licence.nextCharge,
  }),
  'last-warning': (licence) => ({
    ...about(licence),
    through: licence.worksThrough,
    amount: licence.nextCharge,
  }),
  'licence-ended': (licence) => ({ ...about(licence), through: licence.worksThrough }),
  'payment-failed': ({ product, nextCharge, worksThrough }) => ({
    ...{ product, worksThrough, amount: nextCharge },
  }),
  'payment-failed-last': ({ product, nextCharge, worksThrough }) => ({
    ...{ product, worksThrough, amount: nextCharge },
  }),
  'subscription-changed': (licence) => ({
    ...about(licence),
    renewsOn: licence.renewsOn,
    nextCharge: licence.nextCharge,
    price: licence.price,
    isMonthly: licence.frequency === 'Monthly',
  }),
  'subscription-cancelled': (licence) => ({ ...about(licence), through: licence.worksThrough }),
  'licence-continues': (licence) => ({
    ...about(licence),
    on: licence.renewsOn ?? licence.worksThrough,
    amount: licence.nextCharge,
  }),
  'payment-refunded': (licence) => ({ product: licence.product, ...paidOf(licence) }),
  'two-payments': (licence) => ({ ...about(licence), first: licence.startedOn }),
  'second-licence': ({ product }) => ({ product }),
};

/** Returns what an e-mail of this kind takes from the licence; null if it takes nothing. */
export function takenFrom(licence: PreviewedLicence, template: string): object | null {
  const kinds: Readonly<Record<string, (licence: PreviewedLicence) => object>> = ofLicence;
  return Object.hasOwn(kinds, template) ? (kinds[template]?.(licence) ?? null) : null;
}
