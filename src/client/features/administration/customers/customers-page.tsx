/** All customers: one search box for anything that names one, and a list with filters in the page's address. */
import { keepPreviousData } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { ExportList } from '#client/features/administration/export/export-list.tsx';
import { isFiltered, ListPage } from '#client/features/administration/table/list-page.tsx';
import { SavedFilters } from '#client/features/administration/table/saved-filters.tsx';
import { TextField } from '#client/forms/field.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import {
  type CustomerPage,
  CustomerSelection,
  CustomerState,
  customersFilePath,
} from '#shared/administration/customers.ts';
import { pages } from '#shared/pages.ts';
import { CustomerFilters } from './customer-filters.tsx';
import { CustomersTable } from './customers-table.tsx';
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
        <ExportList
          act="customers.export"
          path={customersFilePath}
          selection={selection}
          words={{
            title: t('exportTitle'),
            will: t(isFiltered(selection) ? 'willExport' : 'willExportAll'),
            done: t('exported'),
            fileName: t('fileName'),
          }}
        />
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
      <CustomerFilters selection={selection} onChange={choose}>
        <SavedFilters
          list="customers"
          current={selection}
          onChoose={(filter) => choose(CustomerSelection.catch({}).parse(filter))}
        />
      </CustomerFilters>
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

function Ready({ page, selection, isFirst }: ReadyProps) {
  const t = useTranslations('customers');
  return (
    <ListPage
      to={pages.customers}
      {...{ selection, isFirst, page }}
      isEmpty={page.customers.length === 0}
      words={{
        emptyFilter: t('emptyFilter'),
        emptyFilterText: t('emptyFilterText'),
        empty: t('empty'),
        emptyText: t('emptyText'),
      }}
    >
      <CustomersTable customers={page.customers} />
    </ListPage>
  );
}
