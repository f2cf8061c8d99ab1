/** Plays the prepared history on a Paddle twin, up to the current time. No alerts are sent. */
import { writePassthrough } from '#server/platform/paddle/passthrough.ts';
import { addDays, addMonths, dayOf, startOfDay } from '#shared/dates.ts';
import { dayMs, minuteMs } from '#shared/durations.ts';
import type { Money } from '#shared/money.ts';
import { type PaddleTwin, startTwin, type TwinOptions } from '#twin/start-twin.ts';
import { type Deed, historyDays, type Life, type Moment, type Person } from './history.ts';
import { historyPlans, twinCatalogueThen } from './history-plans.ts';

type Outcome = ReturnType<PaddleTwin['cancel']>;

/**
 * Converts a moment of the history to a date, given today's date. `monthsBefore` moves the result back by that many
 * months.
 */
export function instantOf([day, minute]: Moment, today: Date, monthsBefore = 0): Date {
  const onDay = addMonths(addDays(dayOf(today), day), -monthsBefore);
  return new Date(startOfDay(onDay).getTime() + minute * minuteMs);
}

function lastPayment(twin: PaddleTwin, subscriptionId: number) {
  const subscription = twin.truth().subscriptions.find(({ id }) => id === subscriptionId);
  const payment = subscription?.payments.at(-1);
  if (!subscription || !payment) throw new Error(`subscription ${subscriptionId} has paid nothing yet`);
  return { ...payment, userId: subscription.userId };
}

const percentOf = ({ minor, currency }: Money, percent: number): Money => ({
  minor: Math.round((minor * percent) / 100),
  currency,
});

function perform(twin: PaddleTwin, id: number, deed: Deed): Outcome | undefined {
  switch (deed.do) {
    case 'seats':
      return twin.setQuantity(id, deed.seats, { billImmediately: true });
    case 'plan':
      return twin.swapPlan(id, historyPlans[deed.plan].paddlePlanId, { billImmediately: true });
    case 'card':
      twin.setCard(id, deed.works);
      return undefined;
    case 'failures':
      twin.failNextRenewals(id, deed.attempts);
      return undefined;
    case 'pause':
      return twin.pause(id);
    case 'resume':
      return twin.resume(id);
    case 'cancel':
      return twin.cancel(id);
    case 'refund': {
      const { orderId, amount } = lastPayment(twin, id);
      const part = deed.percent === undefined ? undefined : percentOf(amount, deed.percent);
      return twin.refund(orderId, deed.kind, part);
    }
    case 'dispute':
      return twin.dispute(lastPayment(twin, id).orderId);
    case 'dispute over':
      return twin.closeDispute(disputedOrder(twin, id));
    case 'suspicion':
      return twin.decideRisk(twin.riskCase(lastPayment(twin, id).orderId), deed.verdict);
    case 'new address':
      return twin.changeEmail(lastPayment(twin, id).userId, deed.email);
  }
}

function disputedOrder(twin: PaddleTwin, subscriptionId: number): string {
  const subscription = twin.truth().subscriptions.find(({ id }) => id === subscriptionId);
  const payment = subscription?.payments.find(({ dispute }) => dispute === 'open');
  if (!payment) throw new Error(`no payment of subscription ${subscriptionId} is disputed`);
  return payment.orderId;
}

interface Buyer extends Pick<Person, 'name' | 'email' | 'country'> {
  customerId: number;
}

function begin(twin: PaddleTwin, buyer: Buyer, life: Life, today: Date): void {
  const id = twin.subscribe({
    planId: historyPlans[life.plan].paddlePlanId,
    quantity: life.seats ?? 1,
    email: buyer.email,
    customerName: buyer.name,
    ...(buyer.country === null ? {} : { country: buyer.country }),
    ...(life.coupon === undefined ? {} : { coupon: life.coupon }),
    passthrough: life.byAddress ? '' : writePassthrough(buyer.customerId),
    at: instantOf(life.billed, today, life.months),
  });
  for (const deed of life.deeds ?? []) {
    twin.schedule(instantOf(deed.at, today), () => {
      const outcome = perform(twin, id, deed);
      if (outcome?.status === 'refused')
        throw new Error(`${buyer.email}: "${deed.do}" was refused: ${outcome.message}`);
    });
  }
}

export interface PlayOptions extends Pick<TwinOptions, 'vendor' | 'privateKey'> {
  /** URL of the twin that takes over this state later. It is used in links. */
  twinUrl: string;
  /** Folder to which the twin's state is written, including the alerts that haven't been sent. */
  folder: string;
  people: readonly Person[];
  now: Date;
}

/**
 * Plays the history on a temporary twin that stores its state in `folder`. A customer's id is the customer's position
 * in `people`, starting at 1. Throws if the twin refuses an action, because then the history couldn't have happened.
 */
export async function playHistory({ people, now, twinUrl, ...options }: PlayOptions): Promise<void> {
  const twin = await startTwin({
    ...options,
    port: 0,
    named: twinUrl,
    webhookUrl: null,
    catalogue: twinCatalogueThen,
    startAt: new Date(now.getTime() - historyDays * dayMs),
    seed: 1,
  });
  try {
    for (const [index, person] of people.entries()) {
      for (const life of person.lives) begin(twin, { ...person, customerId: index + 1 }, life, now);
    }
    for (let day = -historyDays + 30; day < 0; day += 30) {
      twin.schedule(instantOf([day, 300], now), () => twin.payOut());
    }
    await twin.advanceDays(historyDays);
  } finally {
    await twin.stop();
  }
}
