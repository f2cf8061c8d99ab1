/** The e-mails of the last months, newest first, with filters that are part of the page's address. */
import { keepPreviousData } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { ExportList } from '#client/features/administration/export/export-list.tsx';
import { isFiltered, ListPage } from '#client/features/administration/table/list-page.tsx';
import { MailState, mailsFilePath } from '#shared/administration/mails.ts';
import { pages } from '#shared/pages.ts';
import { MailFilters } from './mail-filters.tsx';
import { MailsTable } from './mails-table.tsx';
import { MailsToBuyer } from './mails-to-buyer.tsx';

export function MailList() {
  const t = useTranslations('mails');
  const { after, before, kind, state, customer } = useSearch({ from: '/administration/mails' });
  const selection = { kind, state: MailState.optional().catch(undefined).parse(state), customer };
  const asked = { template: kind, state: selection.state, customerId: customer };
  const query = trpc.administration.mails.list.useQuery(
    { ...asked, after, before },
    { placeholderData: keepPreviousData },
  );
  return (
    <>
      <div className="row between wrap">
        <p className="q">{t('lead')}</p>
        <ExportList
          act="mails.export"
          path={mailsFilePath}
          selection={asked}
          words={{
            title: t('exportTitle'),
            will: t(isFiltered(asked) ? 'willExport' : 'willExportAll'),
            done: t('exported'),
            fileName: t('fileName'),
          }}
        />
      </div>
      {/* With other filters in the address, the form starts anew from them. */}
      <MailFilters key={JSON.stringify(selection)} selection={selection} />
      <MailsToBuyer />
      <QueryBoundary query={query} section={t('part.sent')} height="28rem">
        {(page) => (
          <ListPage
            to={pages.mails}
            {...{ selection, page }}
            isFirst={!after && !before}
            isEmpty={page.mails.length === 0}
            words={{
              emptyFilter: t('emptyFilter'),
              emptyFilterText: t('emptyFilterText'),
              empty: t('empty'),
              emptyText: t('emptyText'),
            }}
          >
            <MailsTable mails={page.mails} />
          </ListPage>
        )}
      </QueryBoundary>
    </>
  );
}
