/** Finds the payment method that the renewals of a licence are charged to. */
import type { Deps } from '#server/deps.ts';
import { PaddleRefusal, PaddleUnavailable } from '#server/platform/paddle/errors.ts';
import type { CardOnFile } from '#shared/billing/changes.ts';
import { type CalendarDate, dayOf } from '#shared/dates.ts';
import { findSubject } from './find-subject.ts';

/** Returns whether a card that is valid through the end of a month can't be charged on a day. */
function isExpiredOn({ year, month }: { year: number; month: number }, day: CalendarDate): boolean {
  const lastMonth = `${year}-${String(month).padStart(2, '0')}`;
  return day.slice(0, 7) > lastMonth;
}

/** Returns `unknown` if no subscription pays for the licence, or Paddle can't say. */
export async function cardOnFile(
  deps: Pick<Deps, 'cards' | 'licences' | 'now' | 'subscriptionChanges' | 'subscriptions'>,
  { licenceId, userId, refresh }: { licenceId: number; userId: number; refresh: boolean },
): Promise<CardOnFile> {
  const { subscription } = await findSubject(deps, { licenceId, userId });
  if (!subscription || subscription.status === 'deleted') return { kind: 'unknown' };
  try {
    const method = await deps.cards.cardOnFile(subscription.ref, { refresh });
    if (method?.kind !== 'card') return method ?? { kind: 'unknown' };
    const usedOn = subscription.nextBillOn ?? dayOf(deps.now());
    return {
      ...method,
      expiresBeforeRenewal: method.expires !== null && isExpiredOn(method.expires, usedOn),
    };
  } catch (error) {
    // The adapter has logged the failure. The page works without the card.
    if (error instanceof PaddleUnavailable || error instanceof PaddleRefusal) return { kind: 'unknown' };
    throw error;
  }
}
