/** Writes customers as CSV for spreadsheets, in the administrator's language. */
import { byteOrderMark, csvLine, defused } from '#server/platform/csv.ts';
import type { Locale } from '#shared/accounts/accounts.ts';
import type { ListedCustomer } from '#shared/administration/customers.ts';
import { dayOf } from '#shared/dates.ts';
import type { LicenceStatus } from '#shared/licences/licences.ts';

interface CustomerCsvWords {
  fileName: string;
  /** Excel in French expects semicolons, because its decimal mark is the comma. */
  separator: ',' | ';';
  columns: readonly string[];
  yes: string;
  no: string;
  status: Readonly<Record<LicenceStatus, string>>;
}

export const customerCsvWords: Readonly<Record<Locale, CustomerCsvWords>> = {
  en: {
    fileName: 'customers',
    separator: ',',
    columns: [
      ...['Customer', 'Name', 'E-mail', 'E-mail confirmed', 'Company', 'Country', 'Since', 'Blocked'],
      ...['Licences', 'Newest licences'],
    ],
    yes: 'yes',
    no: 'no',
    status: {
      trialing: 'trial',
      active: 'active',
      past_due: 'payment overdue',
      paused: 'paused',
      cancelled: 'cancelled',
      granted: 'complimentary',
      one_off: 'paid once',
      refunded: 'refunded',
      revoked: 'revoked',
    },
  },
  fr: {
    fileName: 'clients',
    separator: ';',
    columns: [
      ...['Client', 'Nom', 'E-mail', 'E-mail confirmé', 'Entreprise', 'Pays', 'Depuis le', 'Bloqué'],
      ...['Licences', 'Dernières licences'],
    ],
    yes: 'oui',
    no: 'non',
    status: {
      trialing: 'essai',
      active: 'active',
      past_due: 'paiement en retard',
      paused: 'en pause',
      cancelled: 'résiliée',
      granted: 'offerte',
      one_off: 'payée une fois',
      refunded: 'remboursée',
      revoked: 'révoquée',
    },
  },
};

/**
 * Yields the text of the file batch by batch, as it is read. `onRows` is called after each batch has been handed over,
 * with the number of its customers.
 */
export async function* customersText(
  batches: AsyncIterable<readonly ListedCustomer[]>,
  locale: Locale,
  onRows: (count: number) => void,
): AsyncGenerator<string> {
  const words = customerCsvWords[locale];
  yield byteOrderMark + csvLine(words.columns, words.separator);
  for await (const batch of batches) {
    yield batch.map((customer) => csvCustomer(customer, words)).join('');
    onRows(batch.length);
  }
}

/** Returns the line of one customer. */
function csvCustomer(customer: ListedCustomer, words: CustomerCsvWords): string {
  const { id, name, email, isEmailVerified, companyName, country, since, isBlocked, licences } = customer;
  const flag = (value: boolean) => (value ? words.yes : words.no);
  const owned = licences.map(
    ({ product, planName, status }) => `${product} ${planName} (${words.status[status] ?? status})`,
  );
  return csvLine(
    [
      String(id),
      ...[name, email].map(defused),
      flag(isEmailVerified),
      ...[companyName ?? '', country ?? ''].map(defused),
      dayOf(since),
      flag(isBlocked),
      String(customer.licenceCount),
      defused(owned.join(', ')),
    ],
    words.separator,
  );
}
