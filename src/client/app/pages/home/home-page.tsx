/** The home page: what needs attention, what the customer has, and the rest in small. */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { useTakeoverNotice } from '#client/brand/takeover-notice.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { LatestReceipts } from '#client/features/billing/latest-receipts.tsx';
import { sortLicences } from '#client/features/licences/state/licence-state.ts';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import { products } from '#shared/catalogue/products.ts';
import { isOpenAtPaddle, type LicenceView } from '#shared/licences/licences.ts';
import { FirstSteps } from './first-steps.tsx';
import { HomeNotices } from './home-notices.tsx';
import { OtherProduct } from './other-product.tsx';
import { OwnedProduct } from './owned-product.tsx';

export function HomePage() {
  const t = useTranslations('home');
  usePageTitle(t('title'));
  const licences = trpc.licences.list.useQuery(
    {},
    // Customers come back from Paddle's pages, where they have paid or changed the card.
    { refetchOnWindowFocus: 'always' },
  );
  const { data: account } = trpc.accounts.me.useQuery();
  const isNoticed = useTakeoverNotice();
  const isNew = licences.data?.length === 0;
  return (
    <div className="stack g5">
      <div>
        <h1 tabIndex={-1}>{isNew ? t('welcome', { name: account?.name ?? '' }) : t('heading')}</h1>
        <p className="q">{isNew ? t('welcomeLead') : t('lead')}</p>
      </div>
      <QueryBoundary query={licences} height="18rem">
        {(list) => (
          <>
            {isNoticed && list.length > 0 && <Alert>{t('renamed')}</Alert>}
            <HomeNotices licences={list} />
            {list.length === 0 ? <FirstSteps /> : <Overview licences={list} />}
          </>
        )}
      </QueryBoundary>
      <LatestReceipts hidesEmpty={isNew} />
    </div>
  );
}

function Overview({ licences }: { licences: readonly LicenceView[] }): ReactNode {
  const sorted = products.map((product) => {
    const all = licences.filter((licence) => licence.product === product);
    return { product, all, ...sortLicences(all) };
  });
  const owned = sorted.filter(({ current }) => current.length > 0);
  const others = sorted.filter(({ current }) => current.length === 0);
  return (
    <>
      {owned.map(({ product, all, current }) => (
        <OwnedProduct key={product} product={product} licences={current} all={all} />
      ))}
      {others.map(({ product, ended }) => (
        <OtherProduct key={product} product={product} ended={ended.find(isOpenAtPaddle) ?? ended[0]} />
      ))}
    </>
  );
}
