/** Determines which licences are still running, so that a customer doesn't buy a second one by mistake. */

import {
  checkLicence,
  type LicenceRules,
  type LicenceTerms,
} from '#server/features/licences/licence-validity.ts';
import type { CalendarDate } from '#shared/dates.ts';
import type { LicenceStatus } from '#shared/licences/licences.ts';

/** A licence with the date of Paddle's next charge for it. */
export interface ChargedLicence extends LicenceTerms {
  nextBillOn: CalendarDate | null;
}

/** Statuses that renew. Cancelled, granted and one-off licences may be bought again. */
const renewingStatuses: ReadonlySet<LicenceStatus> = new Set(['trialing', 'active', 'past_due', 'paused']);

/**
 * Returns whether Paddle may still charge for the licence, even if it no longer works because its grace period is over
 * or it was refunded or revoked.
 */
const goesOnAtPaddle = ({ nextBillOn }: ChargedLicence): boolean => nextBillOn !== null;

/** Returns whether the licence works and renews, or Paddle may still charge for it. */
export const isRunning = (licence: ChargedLicence, today: CalendarDate, rules: LicenceRules): boolean =>
  goesOnAtPaddle(licence) ||
  (renewingStatuses.has(licence.status) && checkLicence(licence, today, rules).status === 'good');
