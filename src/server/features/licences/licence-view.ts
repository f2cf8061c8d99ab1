/** What a customer is shown of a licence. */
import type { CalendarDate } from '#shared/dates.ts';
import type { LicenceStatus, LicenceView } from '#shared/licences/licences.ts';
import { type LicenceRules, validityOf } from './check-licence.ts';
import type { LicenceWithKey } from './licence.repository.ts';
import type { SubscriptionOfLicence } from './subscription-of-licence.ts';

/** A licence together with its subscription. */
export type LicenceCardData = LicenceWithKey & SubscriptionOfLicence;

/** Every key begins and ends alike, for it is base64 of the same JSON: this many characters tell them apart. */
const hintLength = 16;

/** Paddle charges for it again, unless a pause is planned. */
const renewingStatuses: ReadonlySet<LicenceStatus> = new Set(['trialing', 'active', 'past_due']);

/** The licence as its card shows it on `today`. */
export function toLicenceView(
  licence: LicenceCardData,
  {
    today,
    rules,
    key,
  }: {
    today: CalendarDate;
    rules: LicenceRules;
    /** In clear; null where there is none that can be read. */
    key: string | null;
  },
): LicenceView {
  const { standing, worksThrough } = validityOf(licence, today, rules);
  const isRunning = renewingStatuses.has(licence.status);
  // A licence that was refunded or revoked here may still be charged for at Paddle until it is cancelled there.
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
    nextRetryOn:
      isRunning && licence.nextRetryOn !== null && licence.nextRetryOn >= today ? licence.nextRetryOn : null,
    pausesOn,
    pausedReason: pausesOn !== null || licence.status === 'paused' ? licence.pausedReason : null,
    lastPaid: licence.lastPaid,
    periodStart: licence.periodStart,
    startedOn: licence.startedOn,
    cardPage: isOpenAtPaddle ? licence.cardPage : null,
    cancelPage: isOpenAtPaddle ? licence.cancelPage : null,
    isSecond: licence.isDuplicate,
    keyHint: key === null ? null : { start: key.slice(0, hintLength), end: key.slice(-hintLength) },
  };
}
