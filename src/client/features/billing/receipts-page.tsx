/** All receipts, newest first, filtered by product and year and split into pages, with totals and a CSV file. */
import { keepPreviousData } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { LinkButton } from '#client/ui/link-button.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import type { ReceiptPage, ReceiptSelection } from '#shared/billing/billing.ts';
import { pages } from '#shared/pages.ts';
import { PrintHead } from './print/print-head.tsx';
import { ReceiptFilters } from './receipt-filters.tsx';
import { ReceiptTotals } from './receipt-totals.tsx';
import classes from './receipts-table.module.css';
import { ReceiptsTable } from './receipts-table.tsx';
import { UnpaidRenewals } from './unpaid-renewals.tsx';

export function ReceiptsPage() {
  const t = useTranslations('receipts');
  usePageTitle(t('title'));
  const { after, before, product, year } = useSearch({ from: '/customer/receipts' });
  const query = trpc.billing.receipts.useQuery(
    { after, before, product, year },
    { placeholderData: keepPreviousData },
  );
  const licences = trpc.licences.list.useQuery(product ? { product } : {}, {
    placeholderData: keepPreviousData,
  });
  // The unpaid renewals stand above the receipts. Both are shown at once, so that the receipts don't move down; without
  // the renewals if those can't be loaded.
  const isUnpaidKnown = !licences.isPending;
  return (
    <div className="stack g5">
      <PrintHead selection={{ product, year }} />
      <div className="row between wrap">
        <div>
          <h1 tabIndex={-1}>{t('title')}</h1>
          <p className="q">{t('lead')}</p>
        </div>
        <ReceiptFilters selection={{ product, year }} years={query.data?.years ?? []} />
      </div>
      {isUnpaidKnown && <UnpaidRenewals licences={licences.data ?? []} />}
      <QueryBoundary
        query={{ ...query, data: isUnpaidKnown ? query.data : undefined }}
        section={t('title')}
        height="28rem"
      >
        {(list) => <Ready list={list} selection={{ product, year }} />}
      </QueryBoundary>
    </div>
  );
}

interface ReadyProps {
  list: ReceiptPage;
  selection: ReceiptSelection;
}

function Ready({ list, selection }: ReadyProps) {
  const t = useTranslations('receipts');
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
      <Pages list={list} selection={selection} />
    </>
  );
}

/** Which of the receipts are listed, and links to those before and after them. */
function Pages({ list: { receipts, first, total, newer, older }, selection }: ReadyProps) {
  const t = useTranslations('receipts');
  const { number } = useFormats();
  const shown = {
    first: number(first),
    last: number(first + receipts.length - 1),
    total: number(total),
  };
  const isAll = newer === null && older === null;
  return (
    <nav className="row between wrap" aria-label={t('pages')}>
      <p className="sm q">{isAll ? t('count', { count: total }) : t('shown', shown)}</p>
      {!isAll && (
        <div className={`row ${classes.screenOnly}`}>
          <LinkButton
            to={pages.receipts}
            search={{ ...selection, before: newer ?? undefined }}
            disabled={newer === null}
            tabIndex={0}
          >
            {t('newer')}
          </LinkButton>
          <LinkButton
            to={pages.receipts}
            search={{ ...selection, after: older ?? undefined }}
            disabled={older === null}
            tabIndex={0}
          >
            {t('older')}
          </LinkButton>
        </div>
      )}
    </nav>
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
