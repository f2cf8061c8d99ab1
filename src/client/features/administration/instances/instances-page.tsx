/** The clients of instances, by name, and what they have asked lately. */
import { Button } from '@mantine/core';
import { keepPreviousData } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { EmptyList } from '#client/features/administration/table/empty-list.tsx';
import { SelectField } from '#client/forms/select-field.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { LinkButton } from '#client/ui/link-button.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import { type ClientPage, ClientSelection } from '#shared/administration/instances.ts';
import { products } from '#shared/catalogue/products.ts';
import { pages } from '#shared/pages.ts';
import { CreateClient } from './acts/create-client.tsx';
import { useMayChange } from './acts/use-may-change.ts';
import { ClientsTable } from './clients-table.tsx';
import classes from './instances.module.css';

export function InstancesPage() {
  const t = useTranslations();
  usePageTitle(t('instances.title'));
  const { after, before, ...selection } = useSearch({ from: '/administration/instances' });
  const query = trpc.administration.instances.list.useQuery(
    { ...selection, after, before },
    { placeholderData: keepPreviousData },
  );
  const mayChange = useMayChange();
  const [isCreating, setCreating] = useState(false);
  return (
    <div className="stack g5">
      <div className="row between wrap">
        <div>
          <h1 tabIndex={-1}>{t('instances.title')}</h1>
          <p className="q">{t('instances.lead')}</p>
        </div>
        <div className="row wrap">
          <LinkButton to={pages.overdueChecks}>{t('instances.overdueTitle')}</LinkButton>
          {mayChange && (
            <Button variant="ink" onClick={() => setCreating(true)}>
              {t('instances.create')}
            </Button>
          )}
        </div>
      </div>
      <Filters selection={selection} />
      <QueryBoundary query={query} section={t('instances.title')} height="20rem">
        {(page) => <Clients page={page} selection={selection} isFirst={!after && !before} />}
      </QueryBoundary>
      {!mayChange && <p className="sm q">{t('clientActs.onlyAdministrators')}</p>}
      <CreateClient opened={isCreating} onClose={() => setCreating(false)} />
    </div>
  );
}

function Filters({ selection }: { selection: ClientSelection }) {
  const t = useTranslations();
  const navigate = useNavigate();
  /** What isn't valid selects everything. */
  function select(name: keyof ClientSelection, value: string): void {
    const search: ClientSelection = {
      ...selection,
      [name]: ClientSelection.shape[name].safeParse(value || undefined).data,
    };
    void navigate({ to: pages.instances, search, replace: true });
  }
  const all = { value: '', label: t('table.all') };
  return (
    <div className={classes.filters}>
      <SelectField
        label={t('instances.state')}
        name="state"
        value={selection.state ?? ''}
        onChange={(event) => select('state', event.currentTarget.value)}
        data={[
          all,
          { value: 'enabled', label: t('instances.enabled') },
          { value: 'disabled', label: t('instances.disabled') },
        ]}
      />
      <SelectField
        label={t('instances.product')}
        name="product"
        value={selection.product ?? ''}
        onChange={(event) => select('product', event.currentTarget.value)}
        data={[all, ...products.map((product) => ({ value: product, label: product }))]}
      />
    </div>
  );
}

interface ClientsProps {
  page: ClientPage;
  selection: ClientSelection;
  isFirst: boolean;
}

function Clients({ page, selection, isFirst }: ClientsProps) {
  const t = useTranslations();
  const { clients, newer, older, overdueOfUnknown } = page;
  const isFiltered = Object.values(selection).some((value) => value !== undefined);
  if (clients.length === 0 && !isFirst) {
    return (
      <EmptyList
        title={t('table.emptyPage')}
        action={
          <LinkButton to={pages.instances} search={selection}>
            {t('table.first')}
          </LinkButton>
        }
      />
    );
  }
  if (clients.length === 0) {
    return isFiltered ? (
      <EmptyList
        title={t('instances.noMatch')}
        text={t('instances.noMatchText')}
        action={<LinkButton to={pages.instances}>{t('table.clear')}</LinkButton>}
      />
    ) : (
      <EmptyList title={t('instances.none')} text={t('instances.noneText')} />
    );
  }
  return (
    <>
      {overdueOfUnknown > 0 && (
        <Alert
          tone="warn"
          action={
            <LinkButton to={pages.overdueChecks} search={{ client: 'unknown' }}>
              {t('instances.showOverdue')}
            </LinkButton>
          }
        >
          <p>{t('instances.hasOverdueOfUnknown')}</p>
        </Alert>
      )}
      <ClientsTable clients={clients} />
      {(newer !== null || older !== null) && (
        <nav className="row" aria-label={t('table.pages')}>
          <LinkButton
            to={pages.instances}
            search={{ ...selection, before: newer ?? undefined }}
            disabled={newer === null}
            tabIndex={0}
          >
            {t('instances.previous')}
          </LinkButton>
          <LinkButton
            to={pages.instances}
            search={{ ...selection, after: older ?? undefined }}
            disabled={older === null}
            tabIndex={0}
          >
            {t('instances.older')}
          </LinkButton>
        </nav>
      )}
    </>
  );
}
