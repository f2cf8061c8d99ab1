/** Whether people are still told what has changed since the PHP portal. */
import { type CalendarDate, dayOf } from '#shared/dates.ts';

/** Returns true through the day that the operator has set; false without one. */
export const isTakeoverNoticed = (until: CalendarDate | null, now: Date): boolean =>
  until !== null && dayOf(now) <= until;
