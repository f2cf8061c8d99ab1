/** Writes receipts as CSV for spreadsheets. */
import { csvLine, defused } from '#server/platform/csv.ts';
import type { Locale } from '#shared/accounts/accounts.ts';
import type { ReceiptTotal, ReceiptView } from '#shared/billing/billing.ts';
import { netOf, type ReceiptStatus, refundedOf, statusOf } from '#shared/billing/receipt-amounts.ts';
import type { Frequency } from '#shared/catalogue/catalogue.ts';
import { dayOf } from '#shared/dates.ts';
import { dateText, languages } from '#shared/languages/languages.ts';
import { planNameIn } from '#shared/languages/plan-text.ts';
import { type Money, toDecimal } from '#shared/money.ts';

interface CsvWords {
  locale: Locale;
  fileName: string;
  /** Excel in French expects semicolons, because its decimal mark is the comma. */
  separator: ',' | ';';
  decimalMark: '.' | ',';
  columns: readonly string[];
  frequency: Readonly<Record<Frequency, string>>;
  status: Readonly<Record<ReceiptStatus, string>>;
  /** How part payments are described. */
  part: {
    seats: (seats: number, days: number) => string;
    /** The plan after a switch, and the one before. */
    to: Readonly<Record<Frequency, string>>;
    from: Readonly<Record<Frequency, string>>;
    plan: (to: string, from: string) => string;
    /** A switch from a plan that the portal doesn't have. */
    toPlan: (to: string) => string;
    days: (days: number) => string;
    since: (day: string) => string;
    extra: string;
  };
  total: (year: number) => string;
}

const daysIn = {
  en: (days: number) => `${days} ${days === 1 ? 'day' : 'days'}`,
  fr: (days: number) => `${days} ${days < 2 ? 'jour' : 'jours'}`,
};

export const csvWords: Readonly<Record<Locale, CsvWords>> = {
  en: {
    locale: 'en',
    fileName: 'receipts',
    separator: ',',
    decimalMark: '.',
    columns: [
      ...['Date', 'Product', 'Plan', 'Billing', 'Quantity', 'Part payment for', 'Order'],
      ...['Net', 'Tax', 'Total', 'Refunded', 'Currency', 'Status', 'Receipt'],
      ...['Company (as given when paying)', 'VAT number (as given when paying)'],
    ],
    frequency: { Monthly: 'monthly', Annual: 'yearly' },
    status: {
      paid: 'paid',
      refunded: 'refunded',
      partly_refunded: 'partly refunded',
      tax_refunded: 'tax refunded',
      incomplete: 'incomplete',
    },
    part: {
      seats: (seats, days) => `${seats} ${seats === 1 ? 'seat' : 'seats'} more, ${daysIn.en(days)}`,
      to: { Monthly: 'Monthly', Annual: 'Yearly' },
      from: { Monthly: 'monthly', Annual: 'yearly' },
      plan: (to, from) => `${to} instead of ${from}`,
      toPlan: (to) => `Switch to ${to}`,
      days: daysIn.en,
      since: (day) => `from ${day}`,
      extra: 'Additional payment during the period',
    },
    total: (year) => `Total for ${year}`,
  },
  fr: {
    locale: 'fr',
    fileName: 'recus',
    separator: ';',
    decimalMark: ',',
    columns: [
      ...['Date', 'Produit', 'Formule', 'Facturation', 'Quantité', 'Paiement partiel pour', 'Commande'],
      ...['Hors taxe', 'Taxe', 'Total', 'Remboursé', 'Devise', 'État', 'Reçu'],
      ...['Entreprise (indiquée lors du paiement)', 'Numéro de TVA (indiqué lors du paiement)'],
    ],
    frequency: { Monthly: 'mensuelle', Annual: 'annuelle' },
    status: {
      paid: 'payé',
      refunded: 'remboursé',
      partly_refunded: 'remboursé en partie',
      tax_refunded: 'taxe remboursée',
      incomplete: 'incomplet',
    },
    part: {
      seats: (seats, days) => `${seats} ${seats < 2 ? 'siège' : 'sièges'} de plus, ${daysIn.fr(days)}`,
      to: { Monthly: 'Formule mensuelle', Annual: 'Formule annuelle' },
      from: { Monthly: 'mensuelle', Annual: 'annuelle' },
      plan: (to, from) => `${to} au lieu de ${from}`,
      toPlan: (to) => `Passage à ${to}`,
      days: daysIn.fr,
      since: (day) => `à partir du ${day}`,
      extra: 'Paiement supplémentaire en cours de période',
    },
    total: (year) => `Total ${year}`,
  },
};

const lineOf = (fields: readonly string[], { separator }: CsvWords): string => csvLine(fields, separator);

/** Amounts aren't defused: they are numbers, and negative ones begin with a minus. */
const amountText = (amount: Money | null, { decimalMark }: CsvWords): string =>
  amount ? toDecimal(amount).replace('.', decimalMark) : '';

/** Returns the plan's name; empty if the payment isn't for a plan. */
const planNameOf = ({ planName, planNames, frequency }: ReceiptView, { locale }: CsvWords): string =>
  planName === null ? '' : planNameIn(locale, { planName, planNames, frequency });

/** Returns what a part payment was for, for example "5 seats more, 20 days". Empty for other payments. */
function partText(receipt: ReceiptView, words: CsvWords): string {
  const { part, frequency, paidAt } = receipt;
  if (!part) return '';
  const { part: say } = words;
  if (part.kind === 'extra') return say.extra;
  if (part.kind === 'seats') return say.seats(part.seats, part.days);
  const { fromPlan, days } = part;
  const isOtherFrequency = fromPlan !== null && frequency !== null && frequency !== fromPlan.frequency;
  const to = planNameOf(receipt, words);
  const change = isOtherFrequency
    ? say.plan(say.to[frequency], say.from[fromPlan.frequency])
    : fromPlan
      ? say.plan(to, planNameIn(words.locale, fromPlan))
      : say.toPlan(to);
  return `${change}, ${days === null ? say.since(shortDay(paidAt, words)) : say.days(days)}`;
}

/** Returns a day such as "3 Nov", with a plain space, by which spreadsheets can search. */
function shortDay(instant: Date, { locale }: CsvWords): string {
  const language = languages[locale];
  const format = new Intl.DateTimeFormat(language.tag, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  return dateText(format.formatToParts(instant), language).replaceAll('\u00A0', ' ');
}

export const csvHeader = (words: CsvWords): string => lineOf(words.columns, words);

export function csvReceipt(receipt: ReceiptView, words: CsvWords): string {
  const { paidAt, product, quantity, orderId, amount, tax, refund, receiptUrl } = receipt;
  // A part payment isn't billed like a whole period.
  const frequency = receipt.part ? null : receipt.frequency;
  return lineOf(
    [
      dayOf(paidAt),
      ...[product ?? '', planNameOf(receipt, words)].map(defused),
      frequency ? defused(words.frequency[frequency]) : '',
      String(quantity),
      defused(partText(receipt, words)),
      defused(orderId ?? ''),
      ...[netOf(receipt), tax, amount, refund && refundedOf(refund.amount)].map((each) =>
        amountText(each, words),
      ),
      amount.currency,
      words.status[statusOf(receipt)],
      defused(receiptUrl ?? ''),
      ...[receipt.company?.name ?? '', receipt.company?.vatNumber ?? ''].map(defused),
    ],
    words,
  );
}

/** A line for the total of a year in one currency. It has no product, order or status. */
export function csvTotal(total: ReceiptTotal, words: CsvWords): string {
  const { year, amount, tax, refunded } = total;
  const amounts = [netOf(total), tax, amount, refundedOf(refunded)];
  return lineOf(
    [
      ...[words.total(year), '', '', '', '', '', ''],
      ...amounts.map((each) => amountText(each, words)),
      ...[amount.currency, '', '', '', ''],
    ],
    words,
  );
}
