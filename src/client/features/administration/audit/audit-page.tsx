/** What administrators have done: the audit log, newest first, with filters that are part of the page's address. */
import { keepPreviousData } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { EmptyList } from '#client/features/administration/table/empty-list.tsx';
import { LinkButton } from '#client/ui/link-button.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import type { AuditEntry, AuditPage as Page } from '#shared/administration/audit.ts';
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
      <div>
        <h1 tabIndex={-1}>{t('title')}</h1>
        <p className="q">{t('lead')}</p>
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

function Entries({ page: { entries, newer, older }, selection, isFirst }: EntriesProps) {
  const t = useTranslations();
  const [opened, setOpened] = useState<AuditEntry | null>(null);
  const isFiltered = Object.values(selection).some((value) => value !== undefined);
  if (entries.length === 0) {
    if (!isFirst) {
      return (
        <EmptyList
          title={t('table.emptyPage')}
          action={
            <LinkButton to={pages.auditLog} search={selection}>
              {t('table.first')}
            </LinkButton>
          }
        />
      );
    }
    return isFiltered ? (
      <EmptyList
        title={t('audit.emptyFilter')}
        text={t('audit.emptyFilterText')}
        action={<LinkButton to={pages.auditLog}>{t('table.clear')}</LinkButton>}
      />
    ) : (
      <EmptyList title={t('audit.empty')} text={t('audit.emptyText')} />
    );
  }
  return (
    <>
      <AuditTable entries={entries} onOpen={setOpened} />
      {(newer !== null || older !== null) && (
        <nav className="row" aria-label={t('table.pages')}>
          <LinkButton
            to={pages.auditLog}
            search={{ ...selection, before: newer ?? undefined }}
            disabled={newer === null}
            tabIndex={0}
          >
            {t('table.newer')}
          </LinkButton>
          <LinkButton
            to={pages.auditLog}
            search={{ ...selection, after: older ?? undefined }}
            disabled={older === null}
            tabIndex={0}
          >
            {t('table.older')}
          </LinkButton>
        </nav>
      )}
      <AuditEntryDialog entry={opened} onClose={() => setOpened(null)} />
    </>
  );
}
