/** A product's page: the licences one has, or the plans there are, or the key that is on its way. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Product } from '#shared/catalogue.ts';
import type { LicenceView } from '#shared/licences.ts';
import { productPath } from '#shared/pages.ts';
import { Buy } from '../features/catalogue/buy.tsx';
import { recallLicences } from '../features/catalogue/checkout-memory.ts';
import { EarlierLicences } from '../features/licences/earlier-licences.tsx';
import { sortLicences } from '../features/licences/licence-state.ts';
import { trpc } from '../trpc.ts';
import { LoadFailure } from '../ui/failure-notice.tsx';
import { Loading } from '../ui/loading.tsx';
import { Notice } from '../ui/notice.tsx';
import { usePageTitle } from '../ui/page-title.ts';
import { Licences } from './licences.tsx';
import { LicencesHead, NoLicenceHead } from './product-heads.tsx';
import { WaitingForLicence } from './waiting-for-licence.tsx';

export function MonicaPage() {
  const { checkout, buy } = useSearch({ from: '/customer/monica' });
  return <ProductPage product="Monica" isBack={checkout !== undefined} wantsAnother={buy === 'another'} />;
}

export function OfficeLifePage() {
  const { checkout, buy } = useSearch({ from: '/customer/officelife' });
  return (
    <ProductPage product="OfficeLife" isBack={checkout !== undefined} wantsAnother={buy === 'another'} />
  );
}

interface ProductPageProps {
  product: Product;
  /** Back from Paddle's checkout. */
  isBack: boolean;
  wantsAnother: boolean;
}

function ProductPage({ product, isBack, wantsAnother }: ProductPageProps) {
  usePageTitle(product);
  const { data, error, isPending, refetch } = trpc.licences.list.useQuery({ product });
  return (
    <div data-product={product} className="stack g5">
      {isPending && (
        <>
          <NoLicenceHead product={product} ended={undefined} isKnown={false} />
          <Loading height="26rem" />
        </>
      )}
      {!isPending && !data && (
        <>
          <NoLicenceHead product={product} ended={undefined} isKnown={false} />
          <LoadFailure error={error} onRetry={() => void refetch()} />
        </>
      )}
      {data && <Ready product={product} licences={data} isBack={isBack} wantsAnother={wantsAnother} />}
    </div>
  );
}

interface ReadyProps extends ProductPageProps {
  licences: readonly LicenceView[];
}

function Ready({ product, licences, isBack, wantsAnother }: ReadyProps) {
  const t = useTranslations();
  const navigate = useNavigate();
  const [knownBefore] = useState(() => recallLicences(product));
  const { current, ended } = sortLicences(licences);
  const arrived = isBack ? current.find(({ id }) => !knownBefore.includes(id)) : undefined;
  const ownedIds = licences.map(({ id }) => id);

  if (isBack && !arrived) {
    return (
      <>
        <NoLicenceHead product={product} ended={undefined} isKnown={false} />
        <WaitingForLicence
          product={product}
          onNotPaid={() => void navigate({ to: productPath[product], search: {}, replace: true })}
        />
      </>
    );
  }
  if (current.length === 0) {
    return (
      <>
        <NoLicenceHead product={product} ended={ended[0]} isKnown />
        <Buy product={product} ownedIds={ownedIds} />
        {ended.length > 1 && <EarlierLicences licences={ended} />}
      </>
    );
  }
  if (wantsAnother && !isBack) {
    return (
      <>
        <LicencesHead product={product} licences={current} />
        <Notice>{t('offers.anotherNotice', { product })}</Notice>
        <Buy product={product} ownedIds={ownedIds} another />
      </>
    );
  }
  return (
    <>
      <LicencesHead product={product} licences={current} />
      {arrived && (
        <Notice tone="ok" role="status">
          {t('waiting.arrived', { product })}
        </Notice>
      )}
      <Licences product={product} current={inFront(current, arrived)} ended={ended} />
    </>
  );
}

/** The one that just came stands first. */
function inFront(licences: readonly LicenceView[], first: LicenceView | undefined): readonly LicenceView[] {
  return first ? [first, ...licences.filter((licence) => licence !== first)] : licences;
}
