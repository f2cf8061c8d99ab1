/**
 * Writes receipts as CSV (RFC 4180) for spreadsheets. Not left to a library: quoting is one expression, and libraries
 * that defuse formulas do so in every column, which would spoil negative amounts.
 */
import type { Locale } from '#shared/accounts/accounts.ts';
import type { ReceiptTotal, ReceiptView } from '#shared/billing/billing.ts';
import { netOf, type ReceiptStatus, refundedOf, statusOf } from '#shared/billing/receipt-amounts.ts';
import type { Frequency } from '#shared/catalogue/catalogue.ts';
import { dayOf } from '#shared/dates.ts';
import { type Money, toDecimal } from '#shared/money.ts';

/** Excel reads a file as UTF-8 only if it begins with this mark. */
export const byteOrderMark = '\uFEFF';

interface CsvWords {
  fileName: string;
  /** Excel in French expects semicolons, because its decimal mark is the comma. */
  separator: ',' | ';';
  decimalMark: '.' | ',';
  columns: readonly string[];
  frequency: Readonly<Record<Frequency, string>>;
  status: Readonly<Record<ReceiptStatus, string>>;
  total: (year: number) => string;
}

export const csvWords: Readonly<Record<Locale, CsvWords>> = {
  en: {
    fileName: 'receipts',
    separator: ',',
    decimalMark: '.',
    columns: [
      ...['Date', 'Product', 'Plan', 'Billing', 'Quantity', 'Order'],
      ...['Net', 'Tax', 'Total', 'Refunded', 'Currency', 'Status', 'Receipt'],
    ],
    frequency: { Monthly: 'monthly', Annual: 'yearly' },
    status: {
      paid: 'paid',
      refunded: 'refunded',
      partly_refunded: 'partly refunded',
      tax_refunded: 'tax refunded',
      incomplete: 'incomplete',
    },
    total: (year) => `Total for ${year}`,
  },
  fr: {
    fileName: 'recus',
    separator: ';',
    decimalMark: ',',
    columns: [
      ...['Date', 'Produit', 'Formule', 'Facturation', 'Quantité', 'Commande'],
      ...['Hors taxe', 'Taxe', 'Total', 'Remboursé', 'Devise', 'État', 'Reçu'],
    ],
    frequency: { Monthly: 'mensuelle', Annual: 'annuelle' },
    status: {
      paid: 'payé',
      refunded: 'remboursé',
      partly_refunded: 'remboursé en partie',
      tax_refunded: 'taxe remboursée',
      incomplete: 'incomplet',
    },
    total: (year) => `Total ${year}`,
  },
};

const startsFormula = /^[=+\-@\t\r]/;

/** Spreadsheets execute text that begins like a formula. A leading apostrophe makes them show it instead. */
const safe = (text: string): string => (startsFormula.test(text) ? `'${text}` : text);

const quoted = (field: string, separator: string): string =>
  /["\r\n]/.test(field) || field.includes(separator) ? `"${field.replaceAll('"', '""')}"` : field;

/** Joins the fields of one line, which must be defused already. */
const lineOf = (fields: readonly string[], { separator }: CsvWords): string =>
  `${fields.map((field) => quoted(field, separator)).join(separator)}\r\n`;

/** Amounts aren't defused: they are numbers, and negative ones begin with a minus. */
const amountText = (amount: Money | null, { decimalMark }: CsvWords): string =>
  amount ? toDecimal(amount).replace('.', decimalMark) : '';

export const csvHeader = (words: CsvWords): string => lineOf(words.columns, words);

export function csvReceipt(receipt: ReceiptView, words: CsvWords): string {
  const { paidAt, product, planName, frequency, quantity, orderId, amount, tax, refund, receiptUrl } =
    receipt;
  return lineOf(
    [
      dayOf(paidAt),
      ...[product ?? '', planName ?? ''].map(safe),
      frequency ? safe(words.frequency[frequency]) : '',
      String(quantity),
      safe(orderId ?? ''),
      ...[netOf(receipt), tax, amount, refund && refundedOf(refund.amount)].map((each) =>
        amountText(each, words),
      ),
      amount.currency,
      words.status[statusOf(receipt)],
      safe(receiptUrl ?? ''),
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
      ...[words.total(year), '', '', '', '', ''],
      ...amounts.map((each) => amountText(each, words)),
      ...[amount.currency, '', ''],
    ],
    words,
  );
}
