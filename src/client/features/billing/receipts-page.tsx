/** All receipts, newest first, filtered by product and year and split into pages, with totals and a CSV file. */
import { keepPreviousData } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { LinkButton } from '#client/ui/link-button.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import type { ReceiptPage } from '#shared/billing/billing.ts';
import { pages } from '#shared/pages.ts';
import { ReceiptFilters, type ReceiptSelection } from './receipt-filters.tsx';
import { ReceiptTotals } from './receipt-totals.tsx';
import classes from './receipts-table.module.css';
import { ReceiptsTable } from './receipts-table.tsx';

export function ReceiptsPage() {
  const t = useTranslations('receipts');
  usePageTitle(t('title'));
  const { page = 1, product, year } = useSearch({ from: '/customer/receipts' });
  const query = trpc.billing.receipts.useQuery(
    { page, ...(product && { product }), ...(year && { year }) },
    { placeholderData: keepPreviousData },
  );
  return (
    <div className="stack g5">
      <div className="row between wrap">
        <div>
          <h1 tabIndex={-1}>{t('title')}</h1>
          <p className="q">{t('lead')}</p>
        </div>
        <ReceiptFilters selection={{ product, year }} years={query.data?.years ?? []} />
      </div>
      <QueryBoundary query={query} section={t('title')} height="28rem">
        {(list) => <Ready list={list} page={page} selection={{ product, year }} />}
      </QueryBoundary>
    </div>
  );
}

interface ReadyProps {
  list: ReceiptPage;
  page: number;
  selection: ReceiptSelection;
}

function Ready({ list, page, selection }: ReadyProps) {
  const t = useTranslations('receipts');
  const { number } = useFormats();
  if (list.total === 0) return <Empty selection={selection} />;
  if (list.receipts.length === 0) {
    return (
      <section className="card sec stack g3">
        <h2>{t('emptyPage')}</h2>
        <div>
          <LinkButton to={pages.receipts} search={selection}>
            {t('first')}
          </LinkButton>
        </div>
      </section>
    );
  }
  return (
    <>
      <section className="card">
        <ReceiptsTable receipts={list.receipts} label={t('title')} />
      </section>
      <ReceiptTotals totals={list.totals} />
      <nav className={`row between wrap ${classes.screenOnly}`} aria-label={t('pages')}>
        <p className="sm q">
          {t('count', { count: list.total, page: number(list.page), pages: number(list.pages) })}
        </p>
        {list.pages > 1 && (
          <div className="row">
            <LinkButton
              to={pages.receipts}
              search={{ ...selection, page: page > 2 ? page - 1 : undefined }}
              disabled={page <= 1}
              tabIndex={0}
            >
              {t('newer')}
            </LinkButton>
            <LinkButton
              to={pages.receipts}
              search={{ ...selection, page: page + 1 }}
              disabled={page >= list.pages}
              tabIndex={0}
            >
              {t('older')}
            </LinkButton>
          </div>
        )}
      </nav>
    </>
  );
}

function Empty({ selection: { product, year } }: { selection: ReceiptSelection }) {
  const t = useTranslations('receipts');
  return (
    <section className="card sec stack g3">
      <div className="stack g2">
        <h2>
          {year && t('emptyYear', { year: String(year) })}
          {!year && (product ? t('emptyProduct', { product }) : t('empty'))}
        </h2>
        <p className="q">{t('emptyText')}</p>
      </div>
      <div>
        <LinkButton to={pages.home}>{t('choose')}</LinkButton>
      </div>
    </section>
  );
}
