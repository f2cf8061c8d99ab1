/** Writes customers as CSV for spreadsheets, in the administrator's language. */
import { type CsvHead, csvText, defused } from '#server/platform/csv.ts';
import type { Locale } from '#shared/accounts/accounts.ts';
import type { ListedCustomer } from '#shared/administration/customers.ts';
import { dayOf } from '#shared/dates.ts';
import type { LicenceStatus } from '#shared/licences/licences.ts';

interface CustomerCsvWords extends CsvHead {
  fileName: string;
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

/** Yields the text of the file as it is read. `onRows` is called with the number of customers handed over. */
export function customersText(
  batches: AsyncIterable<readonly ListedCustomer[]>,
  locale: Locale,
  onRows: (count: number) => void,
): AsyncGenerator<string> {
  const words = customerCsvWords[locale];
  return csvText(words, batches, (customer) => fieldsOf(customer, words), onRows);
}

/** Returns the fields of one customer. */
function fieldsOf(customer: ListedCustomer, words: CustomerCsvWords): string[] {
  const { id, name, email, isEmailVerified, companyName, country, since, isBlocked, licences } = customer;
  const flag = (value: boolean) => (value ? words.yes : words.no);
  const owned = licences.map(
    ({ product, planName, status }) => `${product} ${planName} (${words.status[status] ?? status})`,
  );
  return [
    String(id),
    ...[name, email].map(defused),
    flag(isEmailVerified),
    ...[companyName ?? '', country ?? ''].map(defused),
    dayOf(since),
    flag(isBlocked),
    String(customer.licenceCount),
    defused(owned.join(', ')),
  ];
}
