/** Schedules the planned lives on the twin. Each act is performed when the twin's clock reaches its time. */

import { dayAt } from '#proofs/world/instants.ts';
import type { Act, PlannedLife } from '#proofs/world/lives.ts';
import type { CalendarDate } from '#shared/dates.ts';
import type { Money } from '#shared/money.ts';
import type { PaddleTwin } from '#twin/start-twin.ts';
import type { TrueSubscription } from '#twin/state/truth.ts';

export interface Played {
  /** The plan that each subscription was first bought on, keyed by subscription id. */
  boughtOn: ReadonlyMap<number, number>;
  /** Returns the days on which an act is planned for a subscription. */
  plannedOn(subscriptionId: number): ReadonlySet<CalendarDate>;
  /**
   * Number of acts that were performed, and of acts that Paddle refused, such as a plan swap during a trial or a pause
   * after the end.
   */
  counts(): { done: number; refused: number };
}

const passthroughOf = (userId: number): string =>
  JSON.stringify({ subscription_name: 'main', billable_id: userId, billable_type: 'App\\Models\\User' });

const partOf = ({ minor, currency }: Money): Money => ({
  minor: Math.max(1, Math.floor(minor / 3)),
  currency,
});

/**
 * Schedules all acts of the lives on the twin. `userIds` maps the number of each life to its account id, if the
 * customer has an account.
 */
export function playLives(
  twin: PaddleTwin,
  lives: readonly PlannedLife[],
  userIds: ReadonlyMap<number, number>,
): Played {
  const planned = new Map<number, Set<CalendarDate>>();
  const boughtOn = new Map<number, number>();
  const cases = new Map<number, number>();
  const counts = { done: 0, refused: 0 };

  const find = (id: number): TrueSubscription | undefined =>
    twin.truth().subscriptions.find((subscription) => subscription.id === id);

  /**
   * Performs an act on a subscription. Returns true if it was performed, false if Paddle refused it, and null if there
   * is nothing that it could apply to.
   */
  function perform(id: number, act: Act): boolean | null {
    const done = (outcome: { status: string }): boolean => outcome.status === 'done';
    switch (act.type) {
      case 'swap':
        return done(twin.swapPlan(id, act.planId, { billImmediately: act.billImmediately }));
      case 'seats':
        return done(twin.setQuantity(id, act.quantity, { billImmediately: act.billImmediately }));
      case 'the card fails':
        twin.failNextRenewals(id, act.attempts);
        return true;
      case 'a new card':
        twin.setCard(id, true);
        return true;
      case 'pause':
        return done(twin.pause(id));
      case 'resume':
        return done(twin.resume(id));
      case 'cancel':
        return done(twin.cancel(id));
      default:
        return performOnBuyer(id, act);
    }
  }

  function performOnBuyer(id: number, act: Act): boolean | null {
    const subscription = find(id);
    const payment = subscription?.payments.findLast(({ refunded }) => refunded === 'no');
    const disputed = subscription?.payments.find(({ dispute }) => dispute === 'open');
    const done = (outcome: { status: string }): boolean => outcome.status === 'done';
    switch (act.type) {
      case 'refund':
        if (!payment) return null;
        return done(
          act.kind === 'partial'
            ? twin.refund(payment.orderId, act.kind, partOf(payment.amount))
            : twin.refund(payment.orderId, act.kind),
        );
      case 'dispute':
        return payment ? done(twin.dispute(payment.orderId)) : null;
      case 'close the dispute':
        return disputed ? done(twin.closeDispute(disputed.orderId)) : null;
      case 'suspected fraud':
        if (!payment) return null;
        cases.set(id, twin.riskCase(payment.orderId));
        return true;
      case 'fraud decided': {
        const caseId = cases.get(id);
        return caseId === undefined ? null : done(twin.decideRisk(caseId, act.verdict));
      }
      case 'new address':
        return subscription ? done(twin.changeEmail(subscription.userId, act.email)) : null;
      case 'join the audience':
        if (!subscription) return null;
        twin.joinAudience(subscription.userId);
        return true;
      default:
        throw new Error(`there is no code for "${act.type}"`);
    }
  }

  for (const life of lives) {
    const userId = userIds.get(life.n);
    for (const purchase of life.purchases) {
      const id = twin.subscribe({
        planId: purchase.planId,
        quantity: purchase.quantity,
        email: life.email,
        customerName: `Customer ${life.n}`,
        passthrough: purchase.passthrough === 'ours' && userId !== undefined ? passthroughOf(userId) : '',
        card: purchase.card,
        at: purchase.at,
      });
      boughtOn.set(id, purchase.planId);
      planned.set(id, new Set(purchase.acts.map(({ at }) => dayAt(at.getTime()))));
      for (const { at, act } of purchase.acts) {
        twin.schedule(at, () => {
          const happened = perform(id, act);
          if (happened !== null) counts[happened ? 'done' : 'refused'] += 1;
        });
      }
    }
    for (const { at, planId } of life.once) {
      twin.schedule(at, () => {
        const passthrough = userId === undefined ? '' : passthroughOf(userId);
        twin.buyOnce({ planId, email: life.email, passthrough });
        counts.done += 1;
      });
    }
  }
  const nothing: ReadonlySet<CalendarDate> = new Set();
  return { boughtOn, plannedOn: (id) => planned.get(id) ?? nothing, counts: () => ({ ...counts }) };
}
