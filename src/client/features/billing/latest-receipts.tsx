/** Cards with the latest receipts, for the home page and the product pages. */
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import type { ReceiptPage } from '#shared/billing/billing.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { pages } from '#shared/pages.ts';
import classes from './latest-receipts.module.css';
import { ReceiptRows } from './receipt-rows.tsx';

const shownHere = 5;

/** The latest receipts across all products. With `hidesEmpty`, nothing is shown if there are none. */
export function LatestReceipts({ hidesEmpty }: { hidesEmpty: boolean }) {
  const t = useTranslations();
  return <Receipts heading={t('home.latest')} product={undefined} hidesEmpty={hidesEmpty} />;
}

/** The latest receipts for one product. */
export function LicenceReceipts({ product }: { product: Product }) {
  const t = useTranslations();
  return <Receipts heading={t('receipts.title')} product={product} hidesEmpty={false} />;
}

interface ReceiptsProps {
  heading: string;
  product: Product | undefined;
  hidesEmpty: boolean;
}

function Receipts({ heading, product, hidesEmpty }: ReceiptsProps) {
  const query = trpc.billing.receipts.useQuery(product ? { product } : {});
  return (
    <QueryBoundary query={query} section={heading} height="12rem">
      {(list) =>
        hidesEmpty && list.total === 0 ? null : (
          <ReceiptsCard heading={heading} product={product} list={list} />
        )
      }
    </QueryBoundary>
  );
}

interface ReceiptsCardProps {
  heading: string;
  product: Product | undefined;
  list: ReceiptPage;
}

function ReceiptsCard({ heading, product, list: { receipts, total } }: ReceiptsCardProps) {
  const t = useTranslations();
  return (
    <section className="card">
      <div className={classes.head}>
        <h2>{heading}</h2>
        {total > shownHere && (
          <Link className="link" to={pages.receipts} search={{ product }}>
            {t('home.all')}
          </Link>
        )}
      </div>
      {receipts.length === 0 ? (
        <p className={`q ${classes.empty}`}>{t('receipts.emptyText')}</p>
      ) : (
        <ReceiptRows receipts={receipts.slice(0, shownHere)} label={heading} />
      )}
    </section>
  );
}
