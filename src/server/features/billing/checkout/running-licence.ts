/** Which licences of a customer are paid for again by themselves: to buy another one beside them would be a mistake. */

import {
  checkLicence,
  type LicenceRules,
  type LicenceTerms,
} from '#server/features/licences/check-licence.ts';
import type { CalendarDate } from '#shared/dates.ts';
import type { LicenceStatus } from '#shared/licences/licences.ts';

/** A licence and when Paddle charges for it next. */
export interface ChargedLicence extends LicenceTerms {
  nextBillOn: CalendarDate | null;
}

/** What was cancelled, granted or paid once may be bought again. */
const renewingStatuses: ReadonlySet<LicenceStatus> = new Set(['trialing', 'active', 'past_due', 'paused']);

/** Paddle may charge again, though the licence does not work: it is overdue beyond grace, or was refunded or revoked. */
const goesOnAtPaddle = ({ nextBillOn }: ChargedLicence): boolean => nextBillOn !== null;

/** It works and renews, or Paddle may charge for it again. */
export const isRunning = (licence: ChargedLicence, today: CalendarDate, rules: LicenceRules): boolean =>
  goesOnAtPaddle(licence) ||
  (renewingStatuses.has(licence.status) && checkLicence(licence, today, rules).status === 'good');
