/** What happens on a bill date: a pause begins, the card pays, or it does not. */
import { addDays, type CalendarDate } from '#shared/dates.ts';
import { multiply } from '#twin/catalogue/money.ts';
import type { TwinSubscription } from '#twin/state/state.ts';
import type { Account } from './account.ts';
import { billInstant, periodEnd } from './bill-dates.ts';
import { endSubscription } from './cancel.ts';
import { amountDue, cardPays, settle, taxIn, tellFailure } from './charge.ts';

/** Notes the next bill date; one that was noted before and no longer holds does nothing. */
export function planBilling(account: Account, subscription: TwinSubscription): void {
  const at = billInstant(subscription);
  if (at === null) return;
  account.agenda.add(at, () => {
    if (billInstant(subscription) === at) bill(account, subscription);
  });
}

/** The next day on which something is charged. */
export function billOn(account: Account, subscription: TwinSubscription, day: CalendarDate | null): void {
  subscription.nextBillDate = day;
  planBilling(account, subscription);
  account.changed();
}

/** One more period is paid. */
function renew(account: Account, subscription: TwinSubscription): void {
  const before = { ...subscription };
  const gross = amountDue(subscription);
  const price = multiply(subscription.unitPrice, subscription.quantity);
  // What a credit exceeds the price by is a credit still.
  subscription.carriedMinor = Math.min(0, price.minor + subscription.carriedMinor);
  subscription.periods += 1;
  subscription.failedAttempts = 0;
  subscription.status = 'active';
  subscription.paidThrough = periodEnd(subscription);
  billOn(account, subscription, subscription.paidThrough);
  settle(account, subscription, { gross, tax: taxIn(gross, subscription) });
  if (before.status !== 'active') account.tellUpdate(before, subscription);
}

/** Dunning: the next attempt, or, when there is none, what the account's settings say. */
function fail(account: Account, subscription: TwinSubscription): void {
  const { retryAfterDays, lastly } = account.dunning;
  const wait = retryAfterDays[subscription.failedAttempts];
  subscription.failedAttempts += 1;
  const nextRetry = wait === undefined ? null : addDays(account.today(), wait);
  tellFailure(account, subscription, nextRetry);
  if (nextRetry === null) {
    if (lastly === 'cancel') endSubscription(account, subscription);
    else beginPause(account, subscription, 'delinquent');
    return;
  }
  const before = { ...subscription };
  subscription.status = 'past_due';
  billOn(account, subscription, nextRetry);
  if (before.status !== 'past_due') account.tellUpdate(before, subscription);
}

function beginPause(
  account: Account,
  subscription: TwinSubscription,
  reason: 'delinquent' | 'voluntary',
): void {
  const before = { ...subscription };
  subscription.status = 'paused';
  subscription.pausedAt ??= account.clock.now();
  subscription.pausedFrom ??= account.today();
  subscription.pausedReason = reason;
  billOn(account, subscription, null);
  account.tellUpdate(before, subscription);
}

/** Charges what is due, at the bill date or, for a new card, before the next attempt. */
export function bill(account: Account, subscription: TwinSubscription): void {
  if (subscription.pausedFrom !== null) beginPause(account, subscription, 'voluntary');
  else if (cardPays(subscription)) renew(account, subscription);
  else fail(account, subscription);
}
