/** All receipts, newest first, filtered by product and split into pages. */
import { keepPreviousData } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { LinkButton } from '#client/ui/link-button.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import { SegmentedControl } from '#client/ui/segmented-control.tsx';
import type { ReceiptPage } from '#shared/billing/billing.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { products } from '#shared/catalogue/products.ts';
import { pages } from '#shared/pages.ts';
import { ReceiptRows } from './receipt-rows.tsx';

export function ReceiptsPage() {
  const t = useTranslations('receipts');
  usePageTitle(t('title'));
  const { page = 1, product } = useSearch({ from: '/customer/receipts' });
  const navigate = useNavigate();
  const query = trpc.billing.receipts.useQuery(
    { page, ...(product && { product }) },
    { placeholderData: keepPreviousData },
  );
  return (
    <div className="stack g5">
      <div className="row between wrap">
        <div>
          <h1 tabIndex={-1}>{t('title')}</h1>
          <p className="q">{t('lead')}</p>
        </div>
        <SegmentedControl
          name="product"
          label={t('product')}
          value={product ?? 'all'}
          choices={[
            { value: 'all', label: t('all') },
            ...products.map((each) => ({ value: each, label: each })),
          ]}
          onChange={(value) =>
            void navigate({ to: pages.receipts, search: { product: value === 'all' ? undefined : value } })
          }
        />
      </div>
      <QueryBoundary query={query} section={t('title')} height="28rem">
        {(list) => <Ready list={list} page={page} product={product} />}
      </QueryBoundary>
    </div>
  );
}

interface ReadyProps {
  list: ReceiptPage;
  page: number;
  product: Product | undefined;
}

function Ready({ list, page, product }: ReadyProps) {
  const t = useTranslations('receipts');
  const { number } = useFormats();
  if (list.total === 0) return <Empty product={product} />;
  if (list.receipts.length === 0) {
    return (
      <section className="card sec stack g3">
        <h2>{t('emptyPage')}</h2>
        <div>
          <LinkButton to={pages.receipts} search={{ product }}>
            {t('first')}
          </LinkButton>
        </div>
      </section>
    );
  }
  return (
    <>
      <section className="card">
        <ReceiptRows receipts={list.receipts} label={t('title')} />
      </section>
      <nav className="row between wrap" aria-label={t('pages')}>
        <p className="sm q">
          {t('count', { count: list.total, page: number(list.page), pages: number(list.pages) })}
        </p>
        {list.pages > 1 && (
          <div className="row">
            <LinkButton
              to={pages.receipts}
              search={{ product, page: page > 2 ? page - 1 : undefined }}
              disabled={page <= 1}
              tabIndex={0}
            >
              {t('newer')}
            </LinkButton>
            <LinkButton
              to={pages.receipts}
              search={{ product, page: page + 1 }}
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

function Empty({ product }: { product: Product | undefined }) {
  const t = useTranslations('receipts');
  return (
    <section className="card sec stack g3">
      <div className="stack g2">
        <h2>{product ? t('emptyProduct', { product }) : t('empty')}</h2>
        <p className="q">{t('emptyText')}</p>
      </div>
      <div>
        <LinkButton to={pages.home}>{t('choose')}</LinkButton>
      </div>
    </section>
  );
}
