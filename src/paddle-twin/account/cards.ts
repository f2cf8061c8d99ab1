/** Changes the card that renewals are charged to. */
import type { TwinSubscription } from '#twin/state/state.ts';
import type { Account } from './account.ts';
import { bill } from './billing-run.ts';
import { resumeSubscription } from './pause.ts';

/**
 * Sets whether the card works. A working card is immediately charged for overdue payments, since a customer who updates
 * the card expects that.
 */
export function setCard(account: Account, subscription: TwinSubscription, works: boolean): void {
  subscription.cardWorks = works;
  account.changed();
  if (!works) return;
  subscription.failNext = 0;
  const { status, pausedFrom, pausedReason } = subscription;
  if (status === 'past_due' && pausedFrom === null) bill(account, subscription);
  if (status === 'paused' && pausedReason === 'delinquent') resumeSubscription(account, subscription);
}
