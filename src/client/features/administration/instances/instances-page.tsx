/** The clients of instances, by name, and what they have asked lately. */
import { Button } from '@mantine/core';
import { keepPreviousData } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { useMay } from '#client/features/administration/acts/use-may.ts';
import { useQuestion } from '#client/features/administration/acts/use-question.tsx';
import classes from '#client/features/administration/table/filters.module.css';
import { ListPage } from '#client/features/administration/table/list-page.tsx';
import { SelectField } from '#client/forms/select-field.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { LinkButton } from '#client/ui/link-button.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import { type ClientPage, ClientSelection } from '#shared/administration/instances.ts';
import { products } from '#shared/catalogue/products.ts';
import { pages } from '#shared/pages.ts';
import { CreateClient } from './acts/create-client.tsx';
import { ClientsTable } from './clients-table.tsx';

export function InstancesPage() {
  const t = useTranslations();
  usePageTitle(t('instances.title'));
  const { after, before, ...selection } = useSearch({ from: '/administration/instances' });
  const query = trpc.administration.instances.list.useQuery(
    { ...selection, after, before },
    { placeholderData: keepPreviousData },
  );
  const mayChange = useMay()('client.create');
  const creating = useQuestion<true>();
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
            <Button variant="ink" onClick={() => creating.ask(true)}>
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
      {creating.dialog((_, shown) => (
        <CreateClient {...shown} />
      ))}
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
  return (
    <ListPage
      to={pages.instances}
      {...{ selection, isFirst }}
      page={{ newer, older }}
      by="name"
      isEmpty={clients.length === 0}
      words={{
        emptyFilter: t('instances.noMatch'),
        emptyFilterText: t('instances.noMatchText'),
        empty: t('instances.none'),
        emptyText: t('instances.noneText'),
      }}
    >
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
    </ListPage>
  );
}
