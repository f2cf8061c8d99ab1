/** What administrators have done: the audit log, newest first, with filters that are part of the page's address. */
import { keepPreviousData } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { ExportList } from '#client/features/administration/export/export-list.tsx';
import { isFiltered, ListPage } from '#client/features/administration/table/list-page.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import { type AuditEntry, auditFilePath, type AuditPage as Page } from '#shared/administration/audit.ts';
import { pages } from '#shared/pages.ts';
import { AuditEntryDialog } from './audit-entry-dialog.tsx';
import { AuditFilters, type AuditSelection } from './audit-filters.tsx';
import { AuditTable } from './audit-table.tsx';

export function AuditPage() {
  const t = useTranslations('audit');
  usePageTitle(t('title'));
  const { after, before, ...selection } = useSearch({ from: '/administration/audit-log' });
  const { actor: actorId, customer: customerId, act, from, to } = selection;
  const query = trpc.administration.audit.list.useQuery(
    { actorId, customerId, act, from, to, after, before },
    { placeholderData: keepPreviousData },
  );
  return (
    <div className="stack g5">
      <div className="row between wrap">
        <div>
          <h1 tabIndex={-1}>{t('title')}</h1>
          <p className="q">{t('lead')}</p>
        </div>
        <ExportList
          act="audit.export"
          path={auditFilePath}
          selection={{ actorId, customerId, act, from, to }}
          words={{
            title: t('exportTitle'),
            will: t(isFiltered(selection) ? 'willExport' : 'willExportAll'),
            done: t('exported'),
            fileName: t('fileName'),
          }}
        />
      </div>
      {/* With other filters in the address, the form starts anew from them. */}
      <AuditFilters key={JSON.stringify(selection)} selection={selection} />
      <QueryBoundary query={query} section={t('title')} height="28rem">
        {(page) => <Entries page={page} selection={selection} isFirst={!after && !before} />}
      </QueryBoundary>
    </div>
  );
}

interface EntriesProps {
  page: Page;
  selection: AuditSelection;
  isFirst: boolean;
}

function Entries({ page, selection, isFirst }: EntriesProps) {
  const t = useTranslations('audit');
  const [opened, setOpened] = useState<AuditEntry | null>(null);
  return (
    <ListPage
      to={pages.auditLog}
      {...{ selection, isFirst, page }}
      isEmpty={page.entries.length === 0}
      words={{
        emptyFilter: t('emptyFilter'),
        emptyFilterText: t('emptyFilterText'),
        empty: t('empty'),
        emptyText: t('emptyText'),
      }}
    >
      <AuditTable entries={page.entries} onOpen={setOpened} />
      <AuditEntryDialog entry={opened} onClose={() => setOpened(null)} />
    </ListPage>
  );
}
