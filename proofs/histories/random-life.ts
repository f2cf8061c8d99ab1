/**
 * Generates random lives of subscriptions. They contain what can happen at Paddle, mixed with decisions by
 * administrators and findings of reconciliation. A customer whose subscription has ended may keep the licence, also
 * more than once.
 */

import type { Dice } from '#proofs/dice.ts';
import { type Cast, castsPerKind, subscriptionStream } from '#proofs/shop/cast.ts';
import { type AlertForm, day, type Life, startLife } from '#proofs/shop/life.ts';
import { type PlanOnSale, plans } from '#proofs/shop/plans.ts';
import { understood } from '#proofs/shop/received-alerts.ts';
import type { InternalEvent } from '#server/features/billing/fold/internal-events.ts';
import type { TimedEvent } from '#server/features/billing/fold/projection.ts';
import { grantStream, isKind, orderStream } from '#server/features/billing/streams/stream-names.ts';
import { writePassthrough } from '#server/platform/paddle/passthrough.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import { addDays, addMonths, dayOf, daysBetween, latestDay } from '#shared/dates.ts';
import { dayMs, secondMs } from '#shared/durations.ts';

/** Either an alert from Paddle, or a decision or a reconciliation finding that the portal itself records. */
export type Moment =
  /** `stream` is the one to which the subscription has moved; absent if it has a stream of its own. */
  | { what: 'alert'; form: AlertForm; stream?: string }
  | { what: 'own'; stream: string; at: Date; event: InternalEvent };

const onSale: readonly [PlanOnSale, ...PlanOnSale[]] = [
  plans.monicaMonthly,
  plans.monicaYearly,
  plans.officeLifeMonthly,
  plans.officeLifeYearly,
];
const textOf = (at: Date): string => at.toISOString().slice(0, 19).replace('T', ' ');

function refundSomething(life: Life, dice: Dice): void {
  const { orders } = life.state;
  const index = dice.whole(0, orders.length - 1);
  const gross = orders[index]?.gross ?? 0;
  const kind = dice.pick(['full', 'full', 'partial', 'vat'] as const);
  life.refunded(index, kind, kind === 'full' ? gross : dice.whole(0, gross));
}

/** Returns the steps that are possible next. A step that is listed several times is more likely to be picked. */
function possibleSteps(life: Life, dice: Dice): (() => unknown)[] {
  const { state } = life;
  const refund = () => refundSomething(life, dice);
  const dispute = (): void => {
    const order = state.orders[dice.whole(0, state.orders.length - 1)];
    if (order) life.dispute(dice.pick(['created', 'closed'] as const), order.orderId);
  };
  const money = state.orders.length > 0 ? [refund, dispute] : [];
  const bill = addMonths(state.nextBillOn, state.plan.months);
  switch (state.status) {
    case 'trialing':
      return [
        ...money,
        () =>
          dice.chance(0.5)
            ? life.paid().updated({ status: 'active' }, { status: 'trialing' })
            : life.updated({ status: 'active' }).paid(),
        () => life.updated({ nextBillOn: addDays(state.nextBillOn, dice.whole(1, 20)) }),
        () => life.cancelled(state.nextBillOn),
      ];
    case 'active':
      return [
        ...money,
        () => life.paid(),
        () => life.paid(),
        () => {
          life.failed({ attempt: 1, retryOn: addDays(state.nextBillOn, 3) });
          life.updated(
            { status: 'past_due', nextBillOn: addDays(state.nextBillOn, 3) },
            { status: 'active' },
          );
        },
        () => {
          const quantity = dice.whole(1, 40);
          life.updated({ quantity });
          if (dice.chance(0.5)) life.paid({ gross: dice.whole(1, 9_000), through: state.nextBillOn });
          if (dice.chance(0.2)) life.updated({ quantity: quantity + 1 });
        },
        () => {
          const plan = dice.pick(onSale);
          const through =
            plan.months === state.plan.months ? state.nextBillOn : addMonths(state.nextBillOn, plan.months);
          life.updated({ plan, nextBillOn: through }).paid({ through });
        },
        () => life.updated({ nextBillOn: addDays(state.nextBillOn, dice.whole(1, 60)) }),
        () => life.updated({ pausedFrom: state.nextBillOn, pausedReason: 'voluntary' }),
        () => life.updated({ status: 'paused', pausedFrom: state.nextBillOn, nextBillOn: bill }),
        () =>
          life.cancelled(dice.chance(0.7) ? state.nextBillOn : addDays(state.nextBillOn, -dice.whole(1, 20))),
      ];
    case 'past_due':
      return [
        ...money,
        () => life.paid({ through: bill }).updated({ status: 'active' }, { status: 'past_due' }),
        () =>
          life.failed({
            attempt: dice.whole(2, 4),
            retryOn: dice.chance(0.3) ? null : addDays(state.nextBillOn, 5),
          }),
        () => life.updated({ status: 'paused', pausedFrom: state.nextBillOn, pausedReason: 'delinquent' }),
        () => life.cancelled(state.nextBillOn),
      ];
    case 'paused':
      return [
        ...money,
        () => life.updated({ status: 'past_due' }).updated({ status: 'active' }).paid({ through: bill }),
        () => life.cancelled(state.nextBillOn),
      ];
    case 'deleted':
      return [...money, () => life.paid({ status: 'deleted' })];
  }
}

/** Picks a random decision about a licence. Every decision it can pick is valid on any kind of stream. */
function decideSomething(dice: Dice, stream: string, at: Date): InternalEvent {
  const by = dice.pick<1 | 'command line' | 'system'>([1, 'command line', 'system']);
  const decided = { by, reason: 'asked for it' };
  const until = addDays(dayOf(at), dice.whole(0, 400));
  return dice.pick<InternalEvent>([
    { type: 'licence_extended', ...decided, until },
    { type: 'licence_revoked', ...decided },
    { type: 'licence_reinstated', ...decided },
    { type: 'licence_reinstated', ...decided },
    { type: 'licence_reissued', ...decided, oldKeyUntil: new Date(at.getTime() + 7 * dayMs).toISOString() },
    { type: 'licence_key_updated', by },
    {
      type: 'licence_claimed',
      by,
      userId: dice.whole(1, 3),
      how: dice.pick(['administrator', 'paddle_user', 'verified_email']),
    },
    { type: 'second_licence_found', by, other: `subscription:${dice.whole(1, 3)}` },
    { type: 'second_licence_wanted', by, other: `subscription:${dice.whole(1, 3)}` },
    {
      type: 'flag_resolved',
      ...decided,
      flag: dice.pick([`missing:${stream}`, `second_licence:${stream}+subscription:1`]),
    },
  ]);
}

/**
 * Picks a random reconciliation finding: the current state of the subscription at Paddle, its next charge, the absence
 * of the subscription, or a payment that no alert has reported.
 */
function findSomething(life: Life, dice: Dice): InternalEvent {
  const { state } = life;
  const by = 'reconciliation';
  const ref = classicRef('subscription', state.subscriptionId);
  const order = state.orders[dice.whole(0, Math.max(0, state.orders.length - 1))];
  const kind = dice.pick(['found', 'found', 'missing', 'payment', 'charge'] as const);
  if (kind === 'missing') return { type: 'subscription_missing', by, ref };
  if (kind === 'charge' && state.status === 'active') {
    const amount = { minor: dice.whole(0, 20_000), currency: 'USD' };
    return {
      ...{ type: 'next_charge_found', by, ref, planId: state.plan.id, quantity: state.quantity, amount },
      ...{ on: state.nextBillOn, price: dice.chance(0.5) ? amount : null, firstCharge: null },
    };
  }
  if (kind === 'payment' && order) {
    return {
      type: 'payment_found',
      by,
      ref,
      paymentId: order.paymentId,
      planId: order.planId,
      amount: { minor: order.gross, currency: 'USD' },
      paidOn: order.paidOn,
      paidThrough: order.through,
      quantity: order.quantity,
      receiptUrl: order.receiptUrl,
    };
  }
  const renews = state.status !== 'paused' && state.status !== 'deleted';
  return {
    type: 'subscription_found',
    by,
    ref,
    planId: state.plan.id,
    paddleUserId: 70_000_000,
    email: 'found@example.test',
    status: state.status,
    quantity: state.quantity,
    signedUpOn: state.signedUpOn,
    nextBillOn: renews ? state.nextBillOn : null,
    pausedFrom: state.pausedFrom,
    pausedReason: state.pausedReason,
    updateUrl: null,
    cancelUrl: null,
  };
}

/** The same buyer with the IDs of the next subscription. */
const nextCast = (cast: Cast): Cast => ({
  ...cast,
  subscriptionId: cast.subscriptionId + castsPerKind,
  vendorId: cast.vendorId + castsPerKind,
});

/**
 * Buys the subscription that continues an ended one, and returns it with the link that the portal records. As long as
 * days are paid for, they come first, without a charge.
 */
function continued(
  before: Life,
  { cast, customer, at, dice }: { cast: Cast; customer: number; at: Date; dice: Dice },
): { life: Life; event: InternalEvent } {
  const { plan, quantity, orders } = before.state;
  const today = dayOf(at);
  const paidThrough = latestDay(...orders.flatMap(({ gross, through }) => (gross > 0 ? [through] : [])));
  const intent = cast.subscriptionId.toString(16).padStart(32, '0');
  const life = startLife(cast, {
    ...{ plan, quantity, passthrough: writePassthrough(customer, { keep: intent }) },
  }).at(textOf(at));
  const isFree = paidThrough !== null && paidThrough > today && dice.chance(0.8);
  if (isFree) life.created({ trialDays: daysBetween(today, paidThrough) });
  else life.created().paid();
  if (isFree && dice.chance(0.5)) life.paid({ through: paidThrough, gross: 0, status: 'trialing' });
  return {
    life,
    event: {
      ...{ type: 'subscription_linked', by: 'system', paidThrough: isFree ? paidThrough : null },
      ref: classicRef('subscription', cast.subscriptionId),
    },
  };
}

export interface LifeWishes {
  /** Probability that an alert is lost, for each alert. */
  losing?: number;
  /** Probability that a step at Paddle is followed by an event that the portal itself records. */
  meddling?: number;
  /** Probability that a customer keeps the licence, for each step after the end of the subscription. */
  keeping?: number;
}

/** Generates a life as a list of moments, in the order in which they happened. */
export function randomLife(
  cast: Cast,
  dice: Dice,
  { losing = 0.03, meddling = 0.25, keeping = 0 }: LifeWishes = {},
): Moment[] {
  const moments: Moment[] = [];
  let life = startLife(cast, {
    plan: dice.pick(onSale),
    quantity: dice.chance(0.5) ? 1 : dice.whole(2, 30),
    ...(dice.chance(0.1) ? { passthrough: '' } : {}),
  });
  const stream = subscriptionStream(cast.subscriptionId);
  let at = new Date(
    Date.UTC(2026, 0, dice.whole(1, 28), dice.whole(0, 23), dice.whole(0, 59), dice.whole(0, 59)),
  );
  /** All subscriptions that have paid for the licence, with the number of their alerts so far. */
  const lives = new Map([[life, 0]]);
  let current = cast;
  const listen = (): void => {
    for (const [each, told] of lives) {
      const isFirst = each.state.subscriptionId === cast.subscriptionId;
      for (const form of each.alerts.slice(told))
        if (!dice.chance(losing)) moments.push({ what: 'alert', form, ...(isFirst ? {} : { stream }) });
      lives.set(each, each.alerts.length);
    }
  };
  const pass = (): void => {
    const wait = dice.pick([0, 0, secondMs, dice.whole(1, 3_600) * secondMs, dice.whole(1, 40) * dayMs]);
    at = new Date(at.getTime() + wait);
    for (const each of lives.keys()) each.at(textOf(at));
  };
  /** Events that the portal itself records have milliseconds in their times. Paddle's alerts don't. */
  const ours = () => new Date(at.getTime() + dice.whole(0, 999));

  life.at(textOf(at));
  if (dice.chance(0.25)) life.created({ trialDays: dice.whole(3, 30) });
  else {
    life.created();
    if (dice.chance(0.3)) pass();
    life.paid();
  }
  listen();
  const keep = (customer: number): void => {
    current = nextCast(current);
    const next = continued(life, { cast: current, customer, at, dice });
    life = next.life;
    lives.set(life, 0);
    moments.push({ what: 'own', stream, at, event: next.event });
  };
  const isKept = keeping > 0 && cast.userId !== null && dice.chance(0.5);
  for (let steps = dice.whole(0, isKept ? 10 : 7); steps > 0; steps -= 1) {
    pass();
    const earlier = [...lives.keys()].filter((each) => each !== life && each.state.orders.length > 0);
    const refund = earlier.map((each) => () => refundSomething(each, dice));
    const [first, ...others] = [...possibleSteps(life, dice), ...refund];
    const hasEnded = life.state.status === 'deleted';
    if (isKept && hasEnded && cast.userId !== null && dice.chance(keeping)) keep(cast.userId);
    else if (first) dice.pick([first, ...others])();
    listen();
    if (dice.chance(meddling)) {
      const own = ours();
      const event = dice.chance(0.5) ? findSomething(life, dice) : decideSomething(dice, stream, own);
      moments.push({ what: 'own', stream, at: own, event });
    }
  }
  if (dice.chance(0.1)) liveBeside({ life, cast, dice, moments, listen, pass, ours });
  return moments;
}

/**
 * Adds events of the same buyer that don't belong to the subscription: a one-off purchase and a complimentary licence,
 * and sometimes a refund, a dispute, a fraud review or a new e-mail address.
 */
function liveBeside({
  life,
  cast,
  dice,
  moments,
  listen,
  pass,
  ours,
}: {
  life: Life;
  cast: Cast;
  dice: Dice;
  moments: Moment[];
  listen: () => void;
  pass: () => void;
  ours: () => Date;
}): void {
  const orderId = life.boughtOnce(dice.pick([plans.monicaYearly.id, 31_337]), dice.whole(100, 9_900));
  pass();
  if (dice.chance(0.5))
    life.refundedOnce(orderId, dice.pick(['full', 'partial', 'vat']), dice.whole(1, 9_900));
  if (dice.chance(0.5)) life.dispute('created', orderId);
  if (dice.chance(0.5)) life.highRisk('created', 'pending');
  pass();
  if (dice.chance(0.5)) life.highRisk('updated', dice.pick(['accepted', 'rejected']), orderId);
  if (dice.chance(0.5)) life.audience('update_audience_member', `new-${cast.email}`);
  listen();
  const orders = orderStream(orderId);
  moments.push({ what: 'own', stream: orders, at: ours(), event: decideSomething(dice, orders, ours()) });
  const grant = grantStream('0d5a1f2e-6f0b-4f5e-8f43-1f6a8a1d2b3c');
  const until = addDays(day('2026-06-01'), dice.whole(0, 300));
  const granted = { by: 1, reason: 'a friend', userId: 2, planId: plans.monicaYearly.id, until, quantity: 1 };
  moments.push({ what: 'own', stream: grant, at: ours(), event: { type: 'licence_granted', ...granted } });
  pass();
  moments.push({ what: 'own', stream: grant, at: ours(), event: decideSomething(dice, grant, ours()) });
}

/**
 * Parses the alerts and groups the facts by stream. Throws if an alert can't be parsed, because that means the
 * generated life is wrong.
 */
export function factsOf(moments: readonly Moment[]): Map<string, TimedEvent[]> {
  const byStream = new Map<string, TimedEvent[]>();
  const add = (stream: string, dated: TimedEvent): void => {
    const known = byStream.get(stream);
    if (known) known.push(dated);
    else byStream.set(stream, [dated]);
  };
  for (const moment of moments) {
    if (moment.what === 'own') {
      add(moment.stream, { occurredAt: moment.at, fact: moment.event });
      continue;
    }
    const occurredAt = new Date(`${moment.form.event_time?.replace(' ', 'T')}Z`);
    const { stream, facts } = understood({ name: `${moment.form.alert_name}`, payload: moment.form });
    const place = isKind(stream, 'subscription') ? (moment.stream ?? stream) : stream;
    for (const fact of facts) add(place, { occurredAt, fact });
  }
  return byStream;
}
