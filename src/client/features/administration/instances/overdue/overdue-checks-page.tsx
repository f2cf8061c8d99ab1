/** Licences that their instances should have checked again, and what to set on such an instance. */
import { keepPreviousData } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { Path } from '#client/features/administration/page/path.tsx';
import { ListPage } from '#client/features/administration/table/list-page.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import type { OverduePage } from '#shared/administration/instances.ts';
import { pages } from '#shared/pages.ts';
import { OverdueTable } from './overdue-table.tsx';
import { WhatToDo } from './what-to-do.tsx';

/** Stands in the address for the licences whose client isn't known. */
const unknown = 'unknown';

export function OverdueChecksPage() {
  const t = useTranslations('instances');
  usePageTitle(t('overdueTitle'));
  const { client, after } = useSearch({ from: '/administration/instances/overdue-checks' });
  const query = trpc.administration.instances.overdueChecks.useQuery(
    { clientId: client === unknown ? null : client, after },
    { placeholderData: keepPreviousData },
  );
  return (
    <div className="stack g5">
      <Path to={pages.instances}>{t('title')}</Path>
      <div className="stack g2">
        <h1 tabIndex={-1}>{t('overdueTitle')}</h1>
        <p className="q">{t('overdueLead')}</p>
        {client !== undefined && <Filter client={client} page={query.data} />}
      </div>
      <QueryBoundary query={query} section={t('overdueTitle')} height="20rem">
        {(page) => <Checks page={page} client={client} isFirst={after === undefined} />}
      </QueryBoundary>
    </div>
  );
}

function Filter({ client, page }: { client: string; page: OverduePage | undefined }) {
  const t = useTranslations('instances');
  const name = page?.checks[0]?.client?.name ?? client;
  return (
    <p>
      {client === unknown ? `${t('overdueOfUnknown')} ${t('unknownClientHint')}` : t('overdueOf', { name })}{' '}
      <Link to={pages.overdueChecks}>{t('showAll')}</Link>
    </p>
  );
}

interface ChecksProps {
  page: OverduePage;
  client: string | undefined;
  isFirst: boolean;
}

function Checks({ page: { checks, next }, client, isFirst }: ChecksProps) {
  const t = useTranslations('instances');
  return (
    <ListPage
      to={pages.overdueChecks}
      selection={{ client }}
      isFirst={isFirst}
      page={{ older: next }}
      by="name"
      isEmpty={checks.length === 0}
      words={{ empty: t('noOverdue'), emptyText: t('noOverdueText') }}
    >
      <WhatToDo />
      <OverdueTable checks={checks} />
    </ListPage>
  );
}
