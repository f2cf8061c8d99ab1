/** A product's page: the licences one has, or the plans there are, or the key that is on its way. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Product } from '#shared/catalogue.ts';
import type { LicenceView } from '#shared/licences.ts';
import { productPath } from '#shared/pages.ts';
import { Buy } from '../features/catalogue/buy.tsx';
import { forgetDeparture, recallLicences } from '../features/catalogue/checkout-memory.ts';
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
  const [{ knownBefore, isGuess }] = useState(() => departureOf(product, licences, isBack));
  const { current, ended } = sortLicences(licences);
  const arrived = knownBefore ? current.find(({ id }) => !knownBefore.includes(id)) : undefined;
  const isWaiting = isBack && knownBefore !== null && !arrived;
  const isOver = isBack && !isWaiting;
  const ownedIds = licences.map(({ id }) => id);

  useEffect(() => {
    if (!isOver) return;
    // The address has said what it had to: read again later, it would tell of an arrival long past.
    forgetDeparture(product);
    void navigate({ to: productPath[product], search: {}, replace: true, resetScroll: false });
  }, [isOver, navigate, product]);

  if (isWaiting) {
    return (
      <>
        <NoLicenceHead product={product} ended={undefined} isKnown={false} />
        <WaitingForLicence
          product={product}
          onNotPaid={() => {
            forgetDeparture(product);
            void navigate({ to: productPath[product], search: {}, replace: true });
          }}
        >
          {isGuess && <Buy product={product} ownedIds={ownedIds} />}
        </WaitingForLicence>
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

interface Departure {
  /** What there was before the payment that one is back from; null when there is nothing to wait for. */
  knownBefore: readonly number[] | null;
  /** The address alone says so: it may be an old one. */
  isGuess: boolean;
}

/** Without a remembered departure the page waits only where it has nothing to show. */
function departureOf(product: Product, licences: readonly LicenceView[], isBack: boolean): Departure {
  const remembered = isBack ? recallLicences(product) : null;
  if (remembered) return { knownBefore: remembered, isGuess: false };
  return isBack && licences.length === 0
    ? { knownBefore: [], isGuess: true }
    : { knownBefore: null, isGuess: false };
}

/** The one that just came stands first. */
function inFront(licences: readonly LicenceView[], first: LicenceView | undefined): readonly LicenceView[] {
  return first ? [first, ...licences.filter((licence) => licence !== first)] : licences;
}
