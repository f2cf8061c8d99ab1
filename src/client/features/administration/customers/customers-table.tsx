/** Customers as a table. The name opens the customer's page. */
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { AccountBadges } from '#client/features/administration/customer/account-badges.tsx';
import { useMatchWords } from '#client/features/administration/search/use-match-words.ts';
import { DataTable } from '#client/features/administration/table/data-table.tsx';
import { EmailAddress } from '#client/features/administration/table/email-address.tsx';
import type { Column } from '#client/features/administration/table/plain-table.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { knownWord } from '#client/i18n/server-words.ts';
import type { ListedCustomer, Matched } from '#shared/administration/customers.ts';
import { LicenceStatus } from '#shared/licences/licences.ts';
import { pages } from '#shared/pages.ts';

interface CustomersTableProps {
  customers: readonly (ListedCustomer & { matched?: readonly Matched[] })[];
}

export function CustomersTable({ customers }: CustomersTableProps) {
  const t = useTranslations('customers');
  const { country, dayOfInstant } = useFormats();
  const matchWords = useMatchWords();
  const isSearch = customers.some(({ matched }) => matched !== undefined);
  const columns: Column<(typeof customers)[number]>[] = [
    {
      id: 'name',
      label: t('name'),
      isFixed: true,
      cell: (customer) => (
        <>
          <Link className="m" to={pages.customer} params={{ customerId: String(customer.id) }}>
            {customer.name}
          </Link>{' '}
          <AccountBadges {...customer} />
        </>
      ),
    },
    { id: 'email', label: t('email'), cell: ({ email }) => <EmailAddress of={email} /> },
    { id: 'company', label: t('company'), cell: ({ companyName }) => companyName },
    ...(isSearch
      ? [
          {
            id: 'matched',
            label: t('matchedColumn'),
            cell: ({ matched = [] }: (typeof customers)[number]) => matchWords(matched),
          },
        ]
      : []),
    { id: 'licences', label: t('licences'), cell: (customer) => <Licences customer={customer} /> },
    {
      id: 'country',
      label: t('country'),
      cell: ({ country: code }) => code && country(code),
    },
    {
      id: 'since',
      label: t('since'),
      cell: ({ since }) => <span className="nw">{dayOfInstant(since, 'shortYear')}</span>,
    },
    { id: 'id', label: t('id'), isExtra: true, isNumber: true, cell: ({ id }) => id },
  ];
  return (
    <DataTable
      name={isSearch ? 'customer-search' : 'customers'}
      label={t('title')}
      columns={columns}
      rows={customers}
      rowId={({ id }) => id}
    />
  );
}

function Licences({ customer: { licences, licenceCount } }: { customer: ListedCustomer }) {
  const t = useTranslations();
  if (licenceCount === 0) return <span className="q">{t('customers.noLicence')}</span>;
  return (
    <>
      {licences.map(({ id, product, status }) => {
        const known = knownWord(LicenceStatus.enum, status);
        return (
          <p key={id}>
            {product} <span className="q">{known ? t(`status.${known}`) : status}</span>
          </p>
        );
      })}
      {licenceCount > licences.length && (
        <p className="q">{t('customers.moreLicences', { count: licenceCount - licences.length })}</p>
      )}
    </>
  );
}
