/** A product page: the customer's licences, the plans for sale, or the progress of a purchase. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { z } from 'zod';
import { trpc } from '#client/api/trpc.ts';
import type { ProductSearch } from '#client/app/search-params.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { ChangeDialogs } from '#client/features/billing/changes/change-dialogs.tsx';
import { ComeBack } from '#client/features/billing/changes/come-back.tsx';
import { KeptNotice } from '#client/features/billing/changes/kept-notice.tsx';
import { ManageSubscription } from '#client/features/billing/changes/manage-subscription.tsx';
import { LicenceHistory } from '#client/features/billing/history/licence-history.tsx';
import { Buy } from '#client/features/catalogue/buy.tsx';
import type { OrderStart } from '#client/features/catalogue/order/order-options.ts';
import { Reauthentication } from '#client/features/identity/reauthentication/reauthentication.tsx';
import { EarlierLicences } from '#client/features/licences/earlier-licences.tsx';
import { useLicenceNames } from '#client/features/licences/licence-names.ts';
import { EndedNotice } from '#client/features/licences/notices/ended-notice.tsx';
import { sortLicences } from '#client/features/licences/state/licence-state.ts';
import { noteAnchor, sentenceAnchor } from '#client/features/licences/state/state-anchors.ts';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import { newLicences } from '#shared/billing/checkout-return.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { isOpenAtPaddle, type LicenceView } from '#shared/licences/licences.ts';
import { productPath } from '#shared/pages.ts';
import { AnotherNotice } from './another-notice.tsx';
import { Licences } from './licences.tsx';
import { LicencesHead, NoLicenceHead } from './product-heads.tsx';
import { ProductNotices } from './product-notices.tsx';
import { WaitingForLicence } from './waiting-for-licence.tsx';

export function MonicaPage() {
  return <ProductPage product="Monica" search={useSearch({ from: '/customer/monica' })} />;
}

export function OfficeLifePage() {
  return <ProductPage product="OfficeLife" search={useSearch({ from: '/customer/officelife' })} />;
}

interface ProductPageProps {
  product: Product;
  search: z.infer<typeof ProductSearch>;
}

function ProductPage({ product, search }: ProductPageProps) {
  usePageTitle(product);
  const licences = trpc.licences.list.useQuery(
    { product },
    // Refetches when the user returns to this tab, so that a purchase made in another tab shows up and they don't pay
    // twice.
    { refetchOnWindowFocus: 'always' },
  );
  return (
    <Reauthentication>
      <ChangeDialogs placesOf={(licence) => [noteAnchor(licence), sentenceAnchor(licence)]}>
        <div data-product={product} className="stack g5">
          {!licences.data && <NoLicenceHead product={product} ended={undefined} isKnown={false} />}
          <QueryBoundary query={licences} height="26rem">
            {(list) => <Ready product={product} licences={list} search={search} />}
          </QueryBoundary>
        </div>
      </ChangeDialogs>
    </Reauthentication>
  );
}

interface ReadyProps extends ProductPageProps {
  licences: readonly LicenceView[];
}

function Ready({ product, licences, search }: ReadyProps) {
  const navigate = useNavigate();
  const { data: publicConfig } = trpc.catalogue.publicConfig.useQuery();
  // The PHP portal's checkouts don't say which licences there were, so any current one counts as the one bought.
  const isFromBefore = search.refresh === true;
  const isBack = search.checkout !== undefined || isFromBefore;
  const [before] = useState({ had: search.had, after: search.after });
  const { current, ended } = sortLicences(licences);
  const newer = isFromBefore ? current : newLicences(licences, before);
  const isWaiting = isBack && newer.length === 0;
  const isOver = isBack && !isWaiting;
  const [departure] = useState({ isBack, hadToWait: isWaiting, kept: search.kept });
  const nameOf = useLicenceNames(licences);

  const forgetReturn = useCallback(
    () => void navigate({ to: productPath[product], search: {}, replace: true, resetScroll: false }),
    [navigate, product],
  );
  useEffect(() => {
    if (!isOver) return;
    // Removes the search parameters from the URL. Otherwise, opening the same URL later would announce the purchase
    // again.
    forgetReturn();
  }, [isOver, forgetReturn]);

  if (isWaiting) {
    return (
      <>
        <NoLicenceHead product={product} ended={undefined} isKnown={false} />
        <WaitingForLicence
          product={product}
          onNotPaid={() => void navigate({ to: productPath[product], search: {}, replace: true })}
        >
          {/*
           * Without `had` or `after`, the URL may be an old one and no purchase in progress. The plans are therefore
           * offered too.
           */}
          {before.had === undefined && before.after === undefined && !isFromBefore && (
            <Buy product={product} />
          )}
        </WaitingForLicence>
      </>
    );
  }
  const [last] = ended;
  const start: OrderStart = {
    planId: search.plan,
    seats: search.seats ?? (current[0] ?? last)?.quantity,
  };
  const open = ended.find(isOpenAtPaddle);
  const shown = open ?? last;
  if (current.length === 0) {
    return (
      <>
        <NoLicenceHead product={product} ended={last} isKnown />
        {departure.kept && (
          <KeptNotice
            changeId={departure.kept}
            product={product}
            licences={licences}
            onKnown={forgetReturn}
          />
        )}
        {ended.map((licence) => (
          <ProductNotices
            key={licence.id}
            licence={licence}
            name={nameOf(licence)}
            isNamed={ended.length > 1}
          />
        ))}
        {shown && <EndedNotice licence={shown} />}
        {open && <ManageSubscription licence={open} />}
        {last?.status === 'cancelled' && <ComeBack licence={last} />}
        <Buy product={product} start={start} />
        {shown && <LicenceHistory licence={shown} />}
        {ended.length > 1 && <EarlierLicences licences={ended} />}
      </>
    );
  }
  if (search.buy === 'another' && !isBack) {
    return (
      <>
        <LicencesHead product={product} licences={current} />
        <AnotherNotice current={current} />
        <Buy product={product} start={start} another />
      </>
    );
  }
  const arrived = departure.isBack
    ? current.find(
        (licence) =>
          newer.includes(licence) && (departure.hadToWait || licence.startedOn === publicConfig?.today),
      )
    : undefined;
  return (
    <>
      <LicencesHead product={product} licences={current} />
      {departure.kept && (
        <KeptNotice changeId={departure.kept} product={product} licences={licences} onKnown={forgetReturn} />
      )}
      {arrived && (
        <ArrivedNotice
          key={arrived.id}
          licence={arrived}
          name={current.length > 1 ? nameOf(arrived) : null}
        />
      )}
      <Licences product={product} current={inFront(current, arrived)} ended={ended} />
    </>
  );
}

interface ArrivedNoticeProps {
  licence: LicenceView;
  /** Distinguishes the licence from the customer's others; null if it is the only one. */
  name: string | null;
}

/** Says that a purchase is complete, until the customer has changed what they bought. */
function ArrivedNotice({ licence, name }: ArrivedNoticeProps) {
  const t = useTranslations('waiting');
  const [bought] = useState(licence);
  const facts = ['status', 'planName', 'frequency', 'quantity', 'keyId', 'pausesOn'] as const;
  if (facts.some((fact) => licence[fact] !== bought[fact])) return null;
  return (
    <Alert tone="ok" role="status">
      {name === null ? t('arrived', { product: licence.product }) : t('arrivedToo', { name })}
    </Alert>
  );
}

/** Moves the licence that has just been bought to the front. */
function inFront(licences: readonly LicenceView[], first: LicenceView | undefined): readonly LicenceView[] {
  return first ? [first, ...licences.filter((licence) => licence !== first)] : licences;
}
