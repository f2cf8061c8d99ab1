/** Upgrades a state saved by an earlier version of the twin. */
import { z } from 'zod';
import { addMonths, dayOf } from '#shared/dates.ts';

const Row = z.record(z.string(), z.unknown());

/**
 * The state saved by the first version, in which subscriptions could only renew or end, and alerts were stored as
 * signed bodies.
 */
const FirstVersion = z.looseObject({
  version: z.never().optional(),
  lastId: z.int(),
  subscriptions: z.array(
    z.looseObject({
      id: z.int(),
      userId: z.int(),
      planId: z.int(),
      email: z.string(),
      country: z.string(),
      interval: z.enum(['month', 'year']),
      passthrough: z.string(),
      startedAt: z.int(),
      payments: z.int(),
      nextBillDate: z.string().nullable(),
      endsOn: z.string().nullable(),
    }),
  ),
  orders: z.array(z.looseObject({ orderId: z.string(), subscriptionId: z.int() })),
  deliveries: z.array(z.looseObject({ body: z.string() })),
});

function fieldsOf(body: string): Record<string, string> {
  const fields = new URLSearchParams(body);
  fields.delete('p_signature');
  return Object.fromEntries(fields);
}

/**
 * Upgrades a state to the current version. A state in any other form is returned unchanged, for the caller to validate.
 */
export function upgradeState(state: unknown, vendorId: number): unknown {
  return withTerms(withForintDecimals(toSecondVersion(state, vendorId)));
}

function toSecondVersion(state: unknown, vendorId: number): unknown {
  const first = FirstVersion.safeParse(state);
  if (!first.success) return state;
  const { data } = first;
  let { lastId } = data;
  const nextId = () => {
    lastId += 1;
    return lastId;
  };
  const byId = new Map(data.subscriptions.map((subscription) => [subscription.id, subscription]));
  const emails = new Map(data.subscriptions.map(({ userId, email }) => [userId, email]));
  const subscriptions = data.subscriptions.map((subscription) => ({
    ...subscription,
    perSeat: false,
    anchorDay: dayOf(new Date(subscription.startedAt)),
    periods: subscription.payments,
    upcoming: { paymentId: nextId(), orderId: `${vendorId}-${nextId()}` },
    carriedMinor: 0,
    failedAttempts: 0,
    paidThrough: subscription.nextBillDate ?? subscription.endsOn,
    pausedAt: null,
    pausedFrom: null,
    pausedReason: null,
    cardWorks: true,
    failNext: 0,
  }));
  const deliveries = data.deliveries.map(({ body, ...delivery }) => ({
    ...Row.parse(delivery),
    fields: fieldsOf(body),
    isSimulated: false,
    shuffle: 0,
  }));
  // Alerts older than 90 days have been deleted, and with them the payment IDs of old orders. Those orders get new
  // payment IDs.
  const told = new Map(
    deliveries.map(({ fields }) => [fields.order_id, Number(fields.subscription_payment_id)]),
  );
  const settled = new Map<number, number>();
  const orders = data.orders.map((order) => {
    const subscription = byId.get(order.subscriptionId);
    const instalment = (settled.get(order.subscriptionId) ?? 0) + 1;
    settled.set(order.subscriptionId, instalment);
    return {
      ...order,
      paymentId: told.get(order.orderId) || nextId(),
      userId: subscription?.userId ?? 0,
      planId: subscription?.planId ?? 0,
      country: subscription?.country ?? 'US',
      passthrough: subscription?.passthrough ?? '',
      paidThrough: subscription
        ? addMonths(
            dayOf(new Date(subscription.startedAt)),
            instalment * (subscription.interval === 'year' ? 12 : 1),
          )
        : null,
      instalment,
      refunds: [],
      dispute: 'none',
    };
  });
  return {
    ...data,
    version: 2,
    random: lastId,
    customers: [...emails].map(([id, email]) => ({ id, email, isInAudience: false })),
    subscriptions,
    orders,
    refundRequests: [],
    riskCases: [],
    deliveries,
    lastId,
  };
}

const Amount = z.looseObject({ minor: z.number(), currency: z.string() });

/**
 * The state saved by the second version, in which amounts in forints had two decimals or none, depending on the Node
 * release.
 */
const SecondVersion = z.looseObject({
  version: z.literal(2),
  subscriptions: z.array(
    z.looseObject({ id: z.int(), unitPrice: Amount, unitTax: Amount, carriedMinor: z.number() }),
  ),
  orders: z.array(
    z.looseObject({
      orderId: z.string(),
      subscriptionId: z.int().nullable(),
      quantity: z.int(),
      gross: Amount,
      tax: Amount,
      refunds: z.array(z.looseObject({ amount: Amount })),
    }),
  ),
  refundRequests: z.array(z.looseObject({ orderId: z.string(), amount: Amount.nullable() })),
});

/**
 * Amounts below this are whole forints; all others are hundredths of a forint. The most expensive plan costs about
 * 42,000 forints, and the cheapest 325,800 hundredths.
 */
const minInHundredths = 100_000;

function withForintDecimals(state: unknown): unknown {
  const second = SecondVersion.safeParse(state);
  if (!second.success) return state;
  const { subscriptions, orders, refundRequests, ...rest } = second.data;
  const factorOf = ({ minor, currency }: z.infer<typeof Amount>) =>
    currency === 'HUF' && minor < minInHundredths ? 100 : 1;
  const scaled = (amount: z.infer<typeof Amount>, factor: number) => ({
    ...amount,
    minor: amount.minor * factor,
  });
  const bySubscription = new Map(subscriptions.map(({ id, unitPrice }) => [id, factorOf(unitPrice)]));
  const byOrder = new Map(
    orders.map(({ orderId, subscriptionId, quantity, gross }) => [
      orderId,
      (subscriptionId === null ? undefined : bySubscription.get(subscriptionId)) ??
        factorOf({ ...gross, minor: gross.minor / quantity }),
    ]),
  );
  return {
    ...rest,
    version: 3,
    subscriptions: subscriptions.map((subscription) => {
      const factor = bySubscription.get(subscription.id) ?? 1;
      return {
        ...subscription,
        unitPrice: scaled(subscription.unitPrice, factor),
        unitTax: scaled(subscription.unitTax, factor),
        carriedMinor: subscription.carriedMinor * factor,
      };
    }),
    orders: orders.map((order) => {
      const factor = byOrder.get(order.orderId) ?? 1;
      return {
        ...order,
        gross: scaled(order.gross, factor),
        tax: scaled(order.tax, factor),
        refunds: order.refunds.map((refund) => ({ ...refund, amount: scaled(refund.amount, factor) })),
      };
    }),
    refundRequests: refundRequests.map((request) => ({
      ...request,
      amount: request.amount && scaled(request.amount, byOrder.get(request.orderId) ?? 1),
    })),
  };
}

/**
 * The state saved by the third version, in which there were no modifiers, recurring coupons or pay link terms, and the
 * only payment method was a card.
 */
const ThirdVersion = z.looseObject({
  version: z.literal(3),
  payLinks: z.array(Row),
  subscriptions: z.array(Row),
});

function withTerms(state: unknown): unknown {
  const third = ThirdVersion.safeParse(state);
  if (!third.success) return state;
  const { payLinks, subscriptions, ...rest } = third.data;
  return {
    ...rest,
    version: 4,
    payLinks: payLinks.map((link) => ({
      ...link,
      trialDays: null,
      prices: [],
      recurringPrices: [],
      expiresOn: null,
    })),
    subscriptions: subscriptions.map((subscription) => ({
      ...subscription,
      discount: null,
      modifiers: [],
      paysBy: 'card',
      cardType: 'visa',
      cardExpires: '12/2099',
    })),
  };
}
