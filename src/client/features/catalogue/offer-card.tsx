/**
 * Lets the customer choose a plan and sends them to Paddle to pay. Isn't built on `use-form`, for two reasons. A
 * rejection by Paddle must stay until the rejected value changes, while `use-form` clears an error on any change. The
 * order can also be placed from the alert about an existing licence, while `use-form` submits only through its form.
 */
import { Button } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { failureOf } from '#client/api/failure.ts';
import { trpc } from '#client/api/trpc.ts';
import { useResetOnReturn } from '#client/api/use-reset-on-return.ts';
import { browser } from '#client/browser.ts';
import { ActionFailure } from '#client/failures/failure-alert.tsx';
import { Form } from '#client/forms/form.tsx';
import { parseSeats } from '#client/forms/seats/parse-seats.ts';
import { SeatsStepper } from '#client/forms/seats/seats-stepper.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { isSoldPerSeat, maxSeats, type OfferList, type Product } from '#shared/catalogue/catalogue.ts';
import {
  invalidOrderOptions,
  isCorrected,
  noOrderOptions,
  type OrderOptions,
  type OrderStart,
  refusalOf,
} from './order/order-options.ts';
import { OrderOptionsForm } from './order/order-options-form.tsx';
import { OrderSum } from './order/order-sum.tsx';
import { PayBar } from './order/pay-bar.tsx';
import { Renewal } from './order/renewal.tsx';
import { SecurePayment } from './order/secure-payment.tsx';
import { PlanChoice } from './plan-choice.tsx';
import { dueFor, quote } from './quote.ts';
import { SupportLink } from './support-link.tsx';

interface OfferCardProps {
  product: Product;
  list: OfferList;
  start: OrderStart;
  /** Whether the customer has already said that they want an additional licence. */
  another: boolean;
}

export function OfferCard({ product, list, start, another }: OfferCardProps) {
  const t = useTranslations('offers');
  const { country: countryName } = useFormats();
  const perSeat = isSoldPerSeat(product);
  const [planId, setPlanId] = useState(start.planId);
  const [typedSeats, setTypedSeats] = useState(String(start.seats ?? 1));
  const [extras, setExtras] = useState<OrderOptions>(noOrderOptions);
  const [submitted, setSubmitted] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const checkout = useCheckout();
  const utils = trpc.useUtils();

  const [only] = list.offers.length === 1 ? list.offers : [];
  const chosen = list.offers.find((offer) => offer.plan.id === planId) ?? only ?? null;
  const quantity = perSeat ? parseSeats(typedSeats) : 1;

  function order(options: { another: boolean }): void {
    setSubmitted(true);
    const [wrong] = [
      ...(quantity === null ? ['seats'] : []),
      ...(chosen === null ? ['plan'] : []),
      ...invalidOrderOptions(extras),
    ];
    if (quantity === null || chosen === null || wrong !== undefined) {
      goToField(form.current, wrong);
      return;
    }
    checkout.mutate(
      {
        planId: chosen.plan.id,
        quantity,
        another: options.another,
        ...(extras.coupon.trim() && { coupon: extras.coupon.trim() }),
        ...(extras.withVat && { vat: { ...extras.vat, postcode: extras.vat.postcode || undefined } }),
      },
      // `onSuccess` is passed to `mutate` rather than to `useMutation`, so that it isn't called after the customer has
      // left the page.
      { onSuccess: ({ url }) => browser.goTo(url) },
    );
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    order({ another });
  }

  /**
   * Reloads the licences, because one may have been bought in another tab. Then focuses the page's heading, because the
   * header shows the licence's state.
   */
  async function seeLicence(): Promise<void> {
    await utils.licences.list.invalidate();
    document.querySelector<HTMLElement>('h1')?.focus();
  }

  const failure = checkout.isError ? failureOf(checkout.error) : null;
  const refusal = failure && refusalOf(failure.code);
  function changeExtras(changed: OrderOptions): void {
    if (refusal && isCorrected(refusal, extras, changed)) checkout.reset();
    setExtras(changed);
  }
  useEffect(() => {
    const refused = checkout.error && refusalOf(failureOf(checkout.error).code);
    if (refused) goToField(form.current, refused.field);
  }, [checkout.error]);

  // Stays true after success: the browser is about to leave the page, so the button must not be enabled again.
  const isLeaving = checkout.isPending || checkout.isSuccess;
  const due = chosen && quantity !== null ? dueFor(quote(chosen, quantity, list), extras.withVat) : null;
  const hasCoupon = extras.coupon.trim() !== '';
  const isLicensed = failure?.code === 'already_licensed';
  return (
    <Form refused={checkout.error} className="card" ref={form} onSubmit={submit} aria-label={t('choose')}>
      <div className="sec stack g5">
        {perSeat ? <OrderedSeats typed={typedSeats} onChange={setTypedSeats} /> : <h2>{t('choose')}</h2>}
        <PlanChoice
          list={list}
          chosen={chosen}
          onChoose={(offer) => setPlanId(offer.plan.id)}
          quantity={quantity}
          isMissing={submitted && chosen === null}
        />
        {list.priceSource === 'plan' && <Alert>{t('ownPrices')}</Alert>}
      </div>
      <div className="sec">
        <OrderOptionsForm
          extras={extras}
          onChange={changeExtras}
          submitted={submitted}
          refusal={refusal}
          country={list.country}
        />
      </div>
      <div className="sec stack">
        <div className="stack" aria-live="polite">
          {chosen ? (
            <>
              <OrderSum list={list} offer={chosen} quantity={quantity} withVat={extras.withVat} />
              <Renewal offer={chosen} due={due} hasCoupon={hasCoupon} />
            </>
          ) : (
            <p className="sm q">{t('chooseForTotal')}</p>
          )}
        </div>
        {/* Where the prices are the plans' own, a message above says that Paddle's may differ. */}
        {list.priceSource === 'paddle' && (
          <p className="sm q">{t('priceCountry', { country: countryName(list.country) })}</p>
        )}
        <SecurePayment />
        {isLicensed ? (
          <Alert
            tone="warn"
            role="alert"
            action={
              <span className="row wrap">
                <Button onClick={() => void seeLicence()}>{t('alreadySee')}</Button>
                <Button onClick={() => order({ another: true })}>{t('alreadyBuy')}</Button>
              </span>
            }
          >
            {t('alreadyTitle', { product })}
          </Alert>
        ) : (
          failure &&
          !refusal && (
            <>
              <ActionFailure error={checkout.error} money />
              <p className="sm q">
                {t('keepsFailing')} <SupportLink />
              </p>
            </>
          )
        )}
        <p className="sr" role="status">
          {isLeaving && t('opening')}
        </p>
      </div>
      <PayBar offer={chosen} due={hasCoupon ? null : due} isLeaving={isLeaving} />
    </Form>
  );
}

function OrderedSeats({ typed, onChange }: { typed: string; onChange: (typed: string) => void }) {
  const t = useTranslations();
  const { number } = useFormats();
  return (
    <SeatsStepper
      heading={
        <>
          <h2>{t('offers.seats')}</h2>
          <p className="sm q">{t('offers.seatsHint')}</p>
        </>
      }
      typed={typed}
      error={parseSeats(typed) === null ? t('fields.seats', { max: number(maxSeats) }) : null}
      onChange={onChange}
    />
  );
}

/** Focuses a field, opening the `details` element that contains it. */
function goToField(form: HTMLFormElement | null, name = ''): void {
  const field = form?.querySelector<HTMLElement>(`[name="${name}"]`);
  field?.closest('details')?.setAttribute('open', '');
  field?.focus();
}

/**
 * Returns a mutation that starts a checkout and resolves with the URL of Paddle's checkout page. The mutation is reset
 * when this page is restored from the back/forward cache.
 */
function useCheckout() {
  const checkout = trpc.billing.startCheckout.useMutation({
    meta: { invalidates: [] },
  });
  useResetOnReturn(checkout.reset);
  return checkout;
}
