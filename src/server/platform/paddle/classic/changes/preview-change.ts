/**
 * Previews a change. Uses Paddle's own preview if it has a known shape; otherwise calculates the cost from other data
 * that Paddle returns.
 */
import { z } from 'zod';
import { Amount, DatedAmountRow, orAbsent } from '#server/platform/paddle/classic/vendor-rows.ts';
import { PaddleRefusal, PaddleUnavailable } from '#server/platform/paddle/errors.ts';
import type {
  BuyerPlace,
  ChangePreview,
  ChangeTerms,
  PaddleCustomerPort,
  SubscriptionChange,
} from '#server/platform/paddle/port.ts';
import type { PaddleRef } from '#server/platform/paddle/reference.ts';
import { addMonths, dayOf } from '#shared/dates.ts';
import { secondMs } from '#shared/durations.ts';
import { CurrencyCode, type Money, parseDecimal } from '#shared/money.ts';
import { calculateChange, calculateRestart, type Modifier, type UnitPrice } from './calculate-change.ts';
import { type ChangeOptions, changeFields, smallestCharge } from './change-terms.ts';
import { type CurrentSubscription, currentSubscription } from './current-row.ts';
import { explained } from './explain-refusal.ts';

/** Short, so that a page view still has time for the calculation. */
const previewTimeoutMs = 4 * secondMs;

/** The amount charged today is required, because a response without it doesn't mean that nothing is charged. */
const PreviewAnswer = z
  .object({ immediate_payment: DatedAmountRow, next_payment: orAbsent(DatedAmountRow) })
  .refine(
    ({ immediate_payment: now, next_payment: next }) => !next || next.amount.currency === now.amount.currency,
  )
  .transform(
    (answer): Pick<ChangePreview, 'today' | 'next' | 'source'> => ({
      today: answer.immediate_payment.amount,
      next: answer.next_payment,
      source: 'paddle',
    }),
  );

const ModifierRow = z.object({
  amount: Amount,
  currency: CurrencyCode,
  is_recurring: z.union([z.boolean(), z.literal([0, 1, '0', '1']).transform((flag) => Number(flag) === 1)]),
});

/** A country in which Paddle's prices are in USD, the currency of `smallestCharge`. */
const dollarCountry = 'US';

export function previewReader({
  post,
  pricesIn,
  now,
  log,
}: ChangeOptions): Pick<PaddleCustomerPort, 'previewChange' | 'previewResume'> {
  async function modifiersOf(ref: PaddleRef, currency: string): Promise<Modifier[]> {
    const rows = await post('/subscription/modifiers', { subscription_id: ref.id }, z.array(ModifierRow));
    return rows.map((row) => {
      const amount = row.currency === currency ? parseDecimal(row.amount, currency) : null;
      if (!amount) throw new PaddleUnavailable(`subscription/modifiers: an amount is not in ${currency}`);
      return { minor: amount.minor, isRecurring: row.is_recurring };
    });
  }

  /**
   * Returns the list prices of plans in a country. Returns null if a plan has no price there in the currency, or isn't
   * billed by the month or year.
   */
  async function unitPrices(
    planIds: number[],
    currency: string,
    country: string,
  ): Promise<UnitPrice[] | null> {
    const listed = await pricesIn({ planIds, country });
    const prices = planIds.flatMap((id) => {
      const found = listed.find(({ planId, gross }) => planId === id && gross.currency === currency);
      if (!found || found.months === null) return [];
      return [{ gross: found.gross.minor, net: found.gross.minor - found.tax.minor, months: found.months }];
    });
    return prices.length === planIds.length ? prices : null;
  }

  /**
   * Returns the list prices of plans in the currency of the subscription, whose own plan is the first: those where it
   * was paid, otherwise those in the customer's country, otherwise those in the fallback country if the payments equal
   * them. Throws `PaddleUnavailable` if there are none.
   */
  async function pricesWhere(
    { paymentCountry = null, country, fallbackCountry }: BuyerPlace,
    subscription: CurrentSubscription,
    { planIds, currency }: { planIds: number[]; currency: string },
  ): Promise<UnitPrice[]> {
    for (const tried of new Set([paymentCountry, country])) {
      const found = tried === null ? null : await unitPrices(planIds, currency, tried);
      if (found) return found;
    }
    const likely =
      fallbackCountry === undefined ? null : await unitPrices(planIds, currency, fallbackCountry);
    if (likely && isPriceOf(subscription, likely[0])) return likely;
    throw new PaddleUnavailable(`prices: no country is known whose prices in ${currency} are the customer's`);
  }

  /**
   * Returns a function that tells whether an amount is too low to charge. Converts to USD by comparing the plan's
   * prices in both currencies.
   */
  async function tooLowIn(planId: number, currency: string, net: number): Promise<(due: Money) => boolean> {
    if (currency === smallestCharge.currency) return (due) => due.minor <= smallestCharge.minor;
    const dollars = await unitPrices([planId], smallestCharge.currency, dollarCountry);
    const rate = dollars?.[0] && net > 0 ? dollars[0].net / net : 0;
    if (rate === 0) throw new PaddleUnavailable(`prices: plan ${planId} gives no rate for ${currency}`);
    return (due) => Math.round(due.minor * rate) <= smallestCharge.minor;
  }

  async function calculated(
    subscription: CurrentSubscription,
    change: SubscriptionChange,
    terms: ChangeTerms,
    buyer: BuyerPlace,
  ): Promise<ChangePreview> {
    refuseForbidden(subscription, change);
    const { ref, planId, nextPayment } = subscription;
    if (!nextPayment) throw new PaddleUnavailable('the cost of the change cannot be calculated');
    const { currency } = nextPayment.amount;
    const newPlanId = change.planId ?? planId;
    const [[oldPlan, newPlan], modifiers] = await Promise.all([
      pricesWhere(buyer, subscription, { planIds: [planId, newPlanId], currency }),
      modifiersOf(ref, currency),
    ]);
    if (!oldPlan || !newPlan) throw new PaddleUnavailable('prices: a plan is missing');
    if (oldPlan.months !== newPlan.months && !terms.billNow) {
      throw new PaddleRefusal(0, 'a change of the interval has to be billed now', 'must_bill_now');
    }
    const dearer =
      oldPlan.net > newPlan.net ? { id: planId, net: oldPlan.net } : { id: newPlanId, net: newPlan.net };
    const preview = calculateChange({
      today: dayOf(now()),
      quantity: subscription.quantity,
      nextPayment,
      lastPayment: subscription.lastPayment,
      signedUpOn: subscription.signedUpOn,
      oldPlan,
      newPlan,
      isOtherPlan: newPlanId !== planId,
      newQuantity: change.quantity ?? subscription.quantity,
      modifiers,
      terms,
      isTooLow: await tooLowIn(dearer.id, currency, dearer.net),
    });
    return { ...preview, source: 'calculated' };
  }

  /** Returns Paddle's own preview; null if it can't be used. Throws a refusal that a change would get as well. */
  async function previewByPaddle(
    ref: PaddleRef,
    change: SubscriptionChange,
    terms: ChangeTerms,
  ): Promise<z.output<typeof PreviewAnswer> | null> {
    try {
      const fields = changeFields(ref, change, terms);
      return await post('/subscription/preview_update', fields, PreviewAnswer, {
        timeoutMs: previewTimeoutMs,
      });
    } catch (error) {
      if (error instanceof PaddleRefusal) {
        const refusal = await explained(post, ref, change, error);
        // `other` and `field_missing` may be about the preview call itself, which isn't documented. The cost is
        // calculated instead.
        if (refusal.reason !== 'other' && refusal.reason !== 'field_missing') throw refusal;
      } else if (!(error instanceof PaddleUnavailable)) {
        throw error;
      }
      log.info({ problem: String(error) }, 'Paddle gave no preview of a change: it is calculated');
      return null;
    }
  }

  async function runningSubscription(ref: PaddleRef): Promise<CurrentSubscription> {
    const subscription = await currentSubscription(post, ref);
    if (subscription) return subscription;
    throw new PaddleRefusal(0, 'Paddle does not know the subscription', 'unknown_subscription');
  }

  /**
   * Returns Paddle's own preview if it can be used. Everything is requested at the same time, because Paddle's preview
   * doesn't say what is special about its amounts: that always follows from the calculation.
   */
  async function previewChange(
    ref: PaddleRef,
    change: SubscriptionChange,
    terms: ChangeTerms,
    buyer: BuyerPlace,
  ): Promise<ChangePreview> {
    const current = runningSubscription(ref);
    const [byPaddle, unchanged, byUs] = await Promise.allSettled([
      previewByPaddle(ref, change, terms),
      current.then(({ nextPayment }) => nextPayment),
      current.then((subscription) => calculated(subscription, change, terms, buyer)),
    ]);
    if (byPaddle.status === 'rejected') throw byPaddle.reason;
    const amounts = byPaddle.value;
    if (byUs.status === 'fulfilled')
      return amounts ? { ...agreed(byUs.value, amounts), ...amounts } : byUs.value;
    if (!amounts || !isFailureOfPaddle(byUs.reason)) throw byUs.reason;
    return {
      ...amounts,
      unchanged: unchanged.status === 'fulfilled' ? unchanged.value : null,
      ...{ price: null, firstCharge: null, ...nothingSpecial },
    };
  }

  /** Calculates the charge for a new period that begins today: the list price and the modifiers. */
  async function restarted(subscription: CurrentSubscription, buyer: BuyerPlace): Promise<ChangePreview> {
    const { ref, planId, quantity, lastPayment } = subscription;
    if (!lastPayment) throw new PaddleUnavailable('the cost of resuming cannot be calculated');
    const { amount: last } = lastPayment;
    const [[plan], modifiers] = await Promise.all([
      pricesWhere(buyer, subscription, { planIds: [planId], currency: last.currency }),
      modifiersOf(ref, last.currency),
    ]);
    if (!plan) throw new PaddleUnavailable('prices: a plan is missing');
    const { today, later } = calculateRestart({ plan, quantity, last, modifiers });
    return {
      today,
      next: { amount: later, on: addMonths(dayOf(now()), plan.months) },
      ...{ source: 'calculated', unchanged: null, price: later, firstCharge: null },
      ...nothingSpecial,
    };
  }

  async function previewResume(ref: PaddleRef, buyer: BuyerPlace): Promise<ChangePreview> {
    const subscription = await runningSubscription(ref);
    const { nextPayment, status } = subscription;
    if (status === 'paused') return restarted(subscription, buyer);
    if (!nextPayment) throw new PaddleUnavailable('subscription/users: the next payment is missing');
    const today = { minor: 0, currency: nextPayment.amount.currency };
    return {
      ...{ today, next: nextPayment, source: 'paddle', unchanged: null, price: null, firstCharge: null },
      ...nothingSpecial,
    };
  }

  return { previewChange, previewResume };
}

/** Returns whether the last or the next payment of a subscription is the list price, with or without tax. */
const isPriceOf = (
  { quantity, lastPayment, nextPayment }: CurrentSubscription,
  price: UnitPrice | undefined,
): boolean =>
  [lastPayment, nextPayment].some(
    (payment) =>
      payment !== null &&
      price !== undefined &&
      [price.gross, price.net].includes(payment.amount.minor / quantity),
  );

/**
 * Returns the calculation without the price and the first charge if Paddle expects another next payment, because the
 * calculation was then based on something that is wrong.
 */
function agreed(calculated: ChangePreview, { next }: Pick<ChangePreview, 'next'>): ChangePreview {
  const isSo = next?.amount.minor === calculated.next?.amount.minor;
  return isSo ? calculated : { ...calculated, price: null, firstCharge: null };
}

const isFailureOfPaddle = (error: unknown): boolean =>
  error instanceof PaddleUnavailable || error instanceof PaddleRefusal;

const nothingSpecial = {
  ...{ endsDiscount: false, isCarriedOver: false, isCredited: false, usesEarlierCredit: false },
} as const;

/**
 * Throws the refusal with which Paddle would respond to the change. Its error code is 0, because Paddle wasn't queried.
 */
function refuseForbidden({ status }: CurrentSubscription, change: SubscriptionChange): void {
  if (status === 'deleted') throw new PaddleRefusal(0, 'the subscription has ended', 'unknown_subscription');
  if (status !== 'active') throw new PaddleRefusal(0, `not while the subscription is ${status}`, status);
  if (change.planId === null && change.quantity === null) {
    throw new PaddleRefusal(0, 'nothing would be changed', 'field_missing');
  }
}
