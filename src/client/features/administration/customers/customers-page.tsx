/** All customers: one search box for anything that names one, and a list with filters in the page's address. */
import { keepPreviousData } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { EmptyList } from '#client/features/administration/table/empty-list.tsx';
import { SavedFilters } from '#client/features/administration/table/saved-filters.tsx';
import { TextField } from '#client/forms/field.tsx';
import { LinkButton } from '#client/ui/link-button.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import { type CustomerPage, CustomerSelection, CustomerState } from '#shared/administration/customers.ts';
import { pages } from '#shared/pages.ts';
import { CustomerFilters } from './customer-filters.tsx';
import { CustomersTable } from './customers-table.tsx';
import { ExportCustomers } from './export-customers.tsx';
import { SearchResults } from './search-results.tsx';

export function CustomersPage() {
  const t = useTranslations('customers');
  usePageTitle(t('title'));
  // What is typed names a person, so it never stands in the address.
  const [text, setText] = useState('');
  const { after, before, state, ...others } = useSearch({ from: '/administration/customers' });
  const selection = { ...others, state: CustomerState.optional().catch(undefined).parse(state) };
  return (
    <div className="stack g5">
      <div className="row between wrap">
        <h1 tabIndex={-1}>{t('title')}</h1>
        <ExportCustomers selection={selection} />
      </div>
      <TextField
        label={t('search')}
        hint={t('searchHint')}
        name="customer-search"
        type="search"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {text.trim() === '' ? (
        <CustomerList selection={selection} after={after} before={before} />
      ) : (
        <SearchResults text={text} />
      )}
    </div>
  );
}

interface CustomerListProps {
  selection: CustomerSelection;
  after: string | undefined;
  before: string | undefined;
}

function CustomerList({ selection, after, before }: CustomerListProps) {
  const t = useTranslations('customers');
  const navigate = useNavigate();
  const query = trpc.administration.customers.list.useQuery(
    { ...selection, after, before },
    { placeholderData: keepPreviousData },
  );
  const choose = (chosen: CustomerSelection) => void navigate({ to: pages.customers, search: chosen });
  return (
    <>
      <div className="row between wrap">
        <CustomerFilters selection={selection} onChange={choose} />
        <SavedFilters
          list="customers"
          current={selection}
          onChoose={(filter) => choose(CustomerSelection.catch({}).parse(filter))}
        />
      </div>
      <QueryBoundary query={query} section={t('title')} height="28rem">
        {(page) => <Ready page={page} selection={selection} isFirst={!after && !before} />}
      </QueryBoundary>
    </>
  );
}

interface ReadyProps {
  page: CustomerPage;
  selection: CustomerSelection;
  isFirst: boolean;
}

function Ready({ page: { customers, newer, older }, selection, isFirst }: ReadyProps) {
  const t = useTranslations();
  const isFiltered = Object.values(selection).some((value) => value !== undefined);
  if (customers.length === 0) {
    if (!isFirst) {
      return (
        <EmptyList
          title={t('table.emptyPage')}
          action={
            <LinkButton to={pages.customers} search={selection}>
              {t('table.first')}
            </LinkButton>
          }
        />
      );
    }
    return isFiltered ? (
      <EmptyList
        title={t('customers.emptyFilter')}
        text={t('customers.emptyFilterText')}
        action={<LinkButton to={pages.customers}>{t('table.clear')}</LinkButton>}
      />
    ) : (
      <EmptyList title={t('customers.empty')} text={t('customers.emptyText')} />
    );
  }
  return (
    <>
      <CustomersTable customers={customers} />
      {(newer !== null || older !== null) && (
        <nav className="row" aria-label={t('table.pages')}>
          <LinkButton
            to={pages.customers}
            search={{ ...selection, before: newer ?? undefined }}
            disabled={newer === null}
            tabIndex={0}
          >
            {t('table.newer')}
          </LinkButton>
          <LinkButton
            to={pages.customers}
            search={{ ...selection, after: older ?? undefined }}
            disabled={older === null}
            tabIndex={0}
          >
            {t('table.older')}
          </LinkButton>
        </nav>
      )}
    </>
  );
}
