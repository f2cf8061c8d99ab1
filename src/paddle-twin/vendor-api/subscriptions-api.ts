/** Implements the lists of `subscription/…`: subscriptions, plans and payments. */
import { type CalendarDate, dayOf, parseDay } from '#shared/dates.ts';
import type { Account } from '#twin/account/account.ts';
import { amountDue } from '#twin/account/charge.ts';
import { timeText } from '#twin/alerts/common-fields.ts';
import { type Money, toDecimal, toFloat } from '#twin/catalogue/money.ts';
import { priceOf } from '#twin/catalogue/pricing.ts';
import type { Order, TwinSubscription } from '#twin/state/state.ts';
import { type Fields, flagIn, numberIn, pageOf } from './fields.ts';
import { refuse } from './refusal.ts';

const states = ['trialing', 'active', 'past_due', 'paused', 'deleted'] as const;
/** Maximum number of subscriptions and of payments per page. */
const maxSubscriptions = 200;
const maxPayments = 500;

export function subscriptionAsked(account: Account, fields: Fields): TwinSubscription {
  const id = numberIn(fields, 'subscription_id');
  if (id === null) throw refuse(116);
  const subscription = account.subscription(id);
  if (!subscription) throw refuse(119);
  return subscription;
}

export const payment = (amount: Money, date: CalendarDate) => ({
  amount: toFloat(amount),
  currency: amount.currency,
  date,
});

function userRow(account: Account, one: TwinSubscription) {
  const lastPaid = account.ordersOf(one.id).at(-1);
  const { updateUrl, cancelUrl } = account.urlsOf(one);
  return {
    subscription_id: one.id,
    plan_id: one.planId,
    user_id: one.userId,
    user_email: one.email,
    marketing_consent: false,
    state: one.status,
    signup_date: timeText(one.startedAt),
    ...(lastPaid && { last_payment: payment(lastPaid.gross, dayOf(new Date(lastPaid.paidAt))) }),
    ...(one.nextBillDate !== null && { next_payment: payment(amountDue(one), one.nextBillDate) }),
    update_url: updateUrl,
    cancel_url: cancelUrl,
    payment_information:
      one.paysBy === 'paypal'
        ? { payment_method: 'paypal' }
        : {
            payment_method: 'card',
            card_type: one.cardType,
            last_four_digits: one.cardLastFour,
            expiry_date: one.cardExpires,
          },
    ...(one.perSeat && { quantity: one.quantity }),
    ...(one.pausedAt !== null && {
      paused_at: timeText(one.pausedAt),
      paused_from: `${one.pausedFrom} 00:00:00`,
      paused_reason: one.pausedReason,
    }),
  };
}

/** Implements `subscription/users`. Includes deleted subscriptions only if `state` requests them. */
export function listUsers(account: Account, fields: Fields) {
  const { state } = fields;
  if (state && !states.some((known) => known === state)) throw refuse(116);
  const id = numberIn(fields, 'subscription_id');
  const planId = numberIn(fields, 'plan_id');
  const page = numberIn(fields, 'page') ?? 1;
  const size = numberIn(fields, 'results_per_page', { max: maxSubscriptions }) ?? maxSubscriptions;
  if (id !== null && !account.subscription(id)) throw refuse(119);
  const found = account.state.subscriptions.filter(
    (one) =>
      (state ? one.status === state : one.status !== 'deleted') &&
      (id === null || one.id === id) &&
      (planId === null || one.planId === planId),
  );
  return pageOf(found, { page, size }).map((one) => userRow(account, one));
}

/** Implements `subscription/plans`. Prices are before tax and written as text. */
export function listPlans({ catalogue }: Account, fields: Fields) {
  const asked = numberIn(fields, 'plan');
  const plans = catalogue.plans().filter(({ id }) => asked === null || id === asked);
  if (asked !== null && plans.length === 0) throw refuse(141);
  return plans.map((plan) => {
    const { net } = priceOf(plan, { country: 'US' });
    const recurring = { [net.currency]: toDecimal(net) };
    return {
      id: plan.id,
      name: plan.name,
      billing_type: plan.interval,
      billing_period: 1,
      initial_price: plan.trialDays > 0 ? { [net.currency]: '0.00' } : recurring,
      recurring_price: recurring,
      trial_days: plan.trialDays,
    };
  });
}

const paidRow = (account: Account, order: Order) => ({
  id: order.paymentId,
  subscription_id: order.subscriptionId,
  amount: toFloat(order.gross),
  currency: order.gross.currency,
  payout_date: dayOf(new Date(order.paidAt)),
  is_paid: 1,
  is_one_off_charge: false,
  receipt_url: account.receiptUrl(order),
});

const upcomingRow = (one: TwinSubscription, date: CalendarDate) => ({
  id: one.upcoming.paymentId,
  subscription_id: one.id,
  amount: toFloat(amountDue(one)),
  currency: one.unitPrice.currency,
  payout_date: date,
  is_paid: 0,
  is_one_off_charge: false,
});

/**
 * Implements `subscription/payments`: the settled payments, and the upcoming payment of each subscription that has one.
 */
export function listPayments(account: Account, fields: Fields) {
  const id = numberIn(fields, 'subscription_id');
  if (id !== null && !account.subscription(id)) throw refuse(119);
  const plans = fields.plan ? fields.plan.split(',').map(Number) : null;
  const isPaid = flagIn(fields, 'is_paid');
  const [from, to] = [fields.from, fields.to].map((text) => {
    if (text && !parseDay(text)) throw refuse(122);
    return text || null;
  });
  // The twin has no one-off charges on subscriptions.
  if (flagIn(fields, 'is_one_off_charge') === true) return [];
  const isAsked = (subscriptionId: number | null, planId: number) =>
    subscriptionId !== null && (id === null || subscriptionId === id) && (!plans || plans.includes(planId));
  const paid = account.state.orders
    .filter((order) => isAsked(order.subscriptionId, order.planId))
    .map((order) => paidRow(account, order));
  const upcoming = account.state.subscriptions.flatMap((one) =>
    one.nextBillDate !== null && isAsked(one.id, one.planId) ? [upcomingRow(one, one.nextBillDate)] : [],
  );
  const rows = [...(isPaid === false ? [] : paid), ...(isPaid === true ? [] : upcoming)].filter(
    (row) => (!from || row.payout_date >= from) && (!to || row.payout_date < to),
  );
  const limit = numberIn(fields, 'limit', { max: maxPayments }) ?? maxPayments;
  const offset = numberIn(fields, 'offset', { min: 0 }) ?? 0;
  return rows.slice(offset, offset + limit);
}
