/** The card that renewals are charged to. */
import type { TwinSubscription } from '#twin/state/state.ts';
import type { Account } from './account.ts';
import { bill } from './billing-run.ts';
import { resumeSubscription } from './pause.ts';

/** Outstanding money is asked for at once from a card that works: nobody gives a new card to wait for a retry. */
export function setCard(account: Account, subscription: TwinSubscription, works: boolean): void {
  subscription.cardWorks = works;
  account.changed();
  if (!works) return;
  subscription.failNext = 0;
  const { status, pausedFrom, pausedReason } = subscription;
  if (status === 'past_due' && pausedFrom === null) bill(account, subscription);
  if (status === 'paused' && pausedReason === 'delinquent') resumeSubscription(account, subscription);
}
