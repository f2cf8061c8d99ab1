/**
 * Handles a subscription's bill date: starts an announced pause, charges the renewal, or deals with a failed charge.
 */
import { addDays, type CalendarDate } from '#shared/dates.ts';
import type { TwinSubscription } from '#twin/state/state.ts';
import type { Account } from './account.ts';
import { billInstant, periodEnd } from './bill-dates.ts';
import { endSubscription } from './cancel.ts';
import { afterPayment, amountDue, cardPays, settle, taxIn, tellFailure } from './charge.ts';

/** Schedules the charge of the next bill. The charge is skipped if the bill date has changed by then. */
export function planBilling(account: Account, subscription: TwinSubscription): void {
  const at = billInstant(subscription);
  if (at === null) return;
  account.agenda.add(at, () => {
    if (billInstant(subscription) === at) bill(account, subscription);
  });
}

/** Sets the next bill date and schedules the charge. Null stops billing. */
export function billOn(account: Account, subscription: TwinSubscription, day: CalendarDate | null): void {
  subscription.nextBillDate = day;
  planBilling(account, subscription);
  account.changed();
}

/** Charges for the next period and reports the payment. */
function renew(account: Account, subscription: TwinSubscription): void {
  const before = { ...subscription };
  const gross = amountDue(subscription);
  Object.assign(subscription, afterPayment(subscription));
  subscription.periods += 1;
  subscription.failedAttempts = 0;
  subscription.status = 'active';
  subscription.paidThrough = periodEnd(subscription);
  billOn(account, subscription, subscription.paidThrough);
  settle(account, subscription, { gross, tax: taxIn(gross, subscription) });
  if (before.status !== 'active') account.tellUpdate(before, subscription);
}

/**
 * Handles a failed charge: schedules the next attempt or, after the last one, pauses or cancels, depending on the
 * account's settings.
 */
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

/**
 * Charges the amount due, either on the bill date or as soon as the card is replaced. If a pause has been announced,
 * starts it instead.
 */
export function bill(account: Account, subscription: TwinSubscription): void {
  if (subscription.pausedFrom !== null) beginPause(account, subscription, 'voluntary');
  else if (cardPays(subscription)) renew(account, subscription);
  else fail(account, subscription);
}
