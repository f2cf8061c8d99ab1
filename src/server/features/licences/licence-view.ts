/** Builds the view of a licence that customers see. */
import { addDays, type CalendarDate, dayOf } from '#shared/dates.ts';
import type { KeyDifferences, LicenceStatus, LicenceView, OldKeys } from '#shared/licences/licences.ts';
import type { LicenceWithKey } from './licence.repository.ts';
import { noticesOf } from './licence-notices.ts';
import { type LicenceRules, validityOf } from './licence-validity.ts';
import type { LastPing } from './pings/last-ping.repository.ts';
import type { SubscriptionOfLicence } from './subscription-of-licence.ts';

/** A licence with the subscription data that its card shows. */
export type LicenceCardData = LicenceWithKey & SubscriptionOfLicence;

/**
 * Number of characters shown from each end of a key. Keys are base64 of JSON objects with the same structure, so their
 * outermost characters are identical, and with a shorter hint keys couldn't be told apart.
 */
const hintLength = 16;

/** Returns the last characters of a key. */
export const keyEndOf = (key: string): string => key.slice(-hintLength);

/** Statuses in which Paddle will charge again, unless a pause is scheduled. */
const renewingStatuses: ReadonlySet<LicenceStatus> = new Set(['trialing', 'active', 'past_due']);

/** Returns the licence as its card shows it on the day `today`. */
export function toLicenceView(
  licence: LicenceCardData,
  {
    today,
    rules,
    key,
    differences,
    oldKeys,
    lastPing,
  }: {
    today: CalendarDate;
    rules: LicenceRules;
    /** The key in plain text; null if the licence has no key or the key can't be decrypted. */
    key: string | null;
    /** What is out of date in the key; null if nothing is, or if that isn't known. */
    differences: KeyDifferences | null;
    oldKeys: OldKeys;
    lastPing: LastPing | undefined;
  },
): LicenceView {
  const validity = validityOf(licence, today, rules);
  const { standing, worksThrough } = validity;
  const isRunning = renewingStatuses.has(licence.status);
  // A licence that was refunded or revoked here still has a subscription at Paddle. Paddle keeps charging until the
  // subscription is cancelled there, so the customer still needs the links.
  const isOpenAtPaddle = isRunning || licence.nextBillOn !== null;
  const pausesOn = isRunning ? licence.pausedFrom : null;
  const renews = isRunning && standing !== 'ended' && pausesOn === null;
  return {
    id: licence.id,
    product: licence.plan.product,
    planName: licence.plan.friendlyName,
    frequency: licence.plan.frequency,
    quantity: licence.quantity,
    status: licence.status,
    standing,
    worksThrough,
    validUntil: licence.validUntil,
    renewsOn: renews ? (licence.nextBillOn ?? licence.validUntil) : null,
    pausesOn,
    pausedReason: pausesOn !== null || licence.status === 'paused' ? licence.pausedReason : null,
    lastPaid: licence.lastPaid,
    price: licence.periodPrice,
    nextCharge: renews ? licence.nextCharge : null,
    firstCharge: renews ? licence.firstCharge : null,
    periodStart: licence.periodStart,
    startedOn: licence.startedOn,
    cardPage: isOpenAtPaddle ? licence.cardPage : null,
    cancelPage: isOpenAtPaddle ? licence.cancelPage : null,
    notices: noticesOf({ licence, oldKeys, validity, today }),
    keyHint: key === null ? null : { start: key.slice(0, hintLength), end: keyEndOf(key) },
    keyId: licence.currentKey?.id ?? null,
    keyDifferences: standing === 'ended' ? null : differences,
    oldKeys,
    lastPing: lastPing
      ? {
          at: lastPing.at,
          nextCheckOn: lastPing.nextCheckOn,
          endReason: lastPing.endReason,
          isOverdue: standing !== 'ended' && today > lastDayToAsk(lastPing),
        }
      : null,
  };
}

/**
 * Returns the day by whose end the instance should have asked again. An instance asks every six hours: from the day
 * that it was told, or immediately if it was told that the licence had ended.
 */
const lastDayToAsk = ({ at, nextCheckOn }: LastPing): CalendarDate => nextCheckOn ?? addDays(dayOf(at), 1);
