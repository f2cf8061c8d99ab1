/** Tests that random lives which another portal began, and this one took over, end as if they had always been here. */
import { expect, it } from 'vitest';
import { foldContext } from '#proofs/convergence/convergence.ts';
import { seededDice } from '#proofs/dice.ts';
import { firstDifference } from '#proofs/difference.ts';
import { factsOf, randomLife } from '#proofs/histories/random-life.ts';
import { castOf, subscriptionStream } from '#proofs/shop/cast.ts';
import { foldStream } from '#server/features/billing/fold/fold-stream.ts';
import type { ImportedSubscription } from '#server/features/billing/fold/internal-events.ts';
import type { Projection, TimedEvent } from '#server/features/billing/fold/projection.ts';
import type { PaymentSucceeded } from '#server/platform/paddle/facts.ts';

const paymentsIn = (facts: readonly TimedEvent[]): PaymentSucceeded[] =>
  facts.flatMap(({ fact }) => (fact.type === 'subscription_payment_succeeded' ? [fact] : []));

/** What the other portal's rows say after these events. */
function rowsAfter(facts: readonly TimedEvent[], { subscription, entitlement, receipts, buyer }: Projection) {
  if (!subscription || !entitlement) return null;
  const throughOf = new Map(paymentsIn(facts).map(({ orderId, nextBillOn }) => [orderId, nextBillOn]));
  const { status, quantity, trialEndsOn, pausedFrom, endsOn, nextBillOn, updateUrl, cancelUrl } =
    subscription;
  const { validUntil } = entitlement;
  const imported = receipts.flatMap(({ orderId, paidAt, amount, tax, paddlePlanId, ...receipt }) =>
    orderId === null
      ? []
      : [
          {
            ...{ orderId, checkoutId: receipt.checkoutId, planId: paddlePlanId, amount, tax },
            ...{ quantity: receipt.quantity, receiptUrl: receipt.receiptUrl, paidAt: paidAt.toISOString() },
            paidThrough: throughOf.get(orderId) ?? null,
          },
        ],
  );
  const last = imported.filter(({ paidThrough }) => paidThrough === validUntil);
  // The day is that of the creation, and the payment named another one: the rows have room for one day.
  if (last.length === 0 && imported.length > 0 && status !== 'trialing') return null;
  const fact: ImportedSubscription = {
    ...{ type: 'subscription_imported', by: 'import', ref: subscription.ref, isOrphan: false },
    ...{ billableId: buyer.billableId, planId: subscription.paddlePlanId, status, quantity },
    ...{ signedUpOn: entitlement.startedOn, trialEndsOn, pausedFrom, endsOn, nextBillOn, validUntil },
    paidBy:
      status === 'trialing'
        ? []
        : (last.length > 0 ? last : imported.slice(-1)).map(({ orderId }) => orderId),
    ...{ isLicensed: true, isRefused: false, state: entitlement.subscriptionState, updateUrl, cancelUrl },
    receipts: imported,
  };
  return fact;
}

const end = ({ entitlement, receipts }: Projection) => ({
  status: entitlement?.status,
  validUntil: entitlement?.validUntil,
  endsOn: entitlement?.endsOn,
  pausedFrom: entitlement?.pausedFrom,
  planId: entitlement?.paddlePlanId,
  quantity: entitlement?.quantity,
  receipts: receipts
    .map(({ orderId, amount, refund }) => ({ orderId: `${orderId}`, amount, refund }))
    .sort((a, b) => (a.orderId < b.orderId ? -1 : 1)),
});

/**
 * What the other portal's rows don't tell: refunds, moved charges, and what was owed when a subscription was cancelled.
 */
const isUntold = ({ fact }: TimedEvent) =>
  fact.type === 'subscription_payment_refunded' ||
  fact.type === 'subscription_cancelled' ||
  (fact.type === 'subscription_updated' &&
    fact.oldStatus === 'active' &&
    fact.nextBillOn !== fact.oldNextBillOn);

it('Lives that are taken over at any moment end as if they had always been here', () => {
  let tried = 0;
  const divergences: string[] = [];
  for (let number = 0; number < 600; number += 1) {
    const dice = seededDice(number);
    const cast = castOf(dice.whole(0, 5));
    const stream = subscriptionStream(cast.subscriptionId);
    const all = factsOf(randomLife(cast, dice, { losing: 0, meddling: 0 })).get(stream) ?? [];
    const at = all[dice.whole(0, all.length - 1)]?.occurredAt;
    if (!at) continue;
    const before = all.filter(({ occurredAt }) => occurredAt <= at);
    if (before.some(isUntold)) continue;
    const after = all.filter(({ occurredAt }) => occurredAt > at);
    const fact = rowsAfter(before, foldStream(stream, before, foldContext));
    if (!fact) continue;
    tried += 1;
    const imported = { occurredAt: at, fact };
    const expected = end(foldStream(stream, all, foldContext));
    for (const [name, facts] of [
      ['alone', [imported, ...after]],
      ['with its history', [imported, ...before, ...after]],
      ['with some of it', [imported, ...before.filter(() => dice.chance(0.5)), ...after]],
    ] as const) {
      const difference = firstDifference(end(foldStream(stream, facts, foldContext)), expected);
      if (difference !== null)
        divergences.push(
          `${number} ${name}: ${difference} after ${before.map(({ fact: { type } }) => type)} | ${after.map(({ fact: { type } }) => type)}`,
        );
    }
  }
  expect(divergences.slice(0, 25)).toEqual([]);
  expect(tried).toBeGreaterThan(100);
});
