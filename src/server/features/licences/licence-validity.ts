/**
 * Decides whether a licence is valid and when an instance should next check it (docs/contract.md, "When a licence is
 * good").
 */
import { addDays, type CalendarDate, latestDay } from '#shared/dates.ts';
import type { LicenceEnd, LicencePhase, LicenceStatus } from '#shared/licences/licences.ts';

/**
 * The licence fields that determine validity. `validUntil` is the last day paid for and not refunded, inclusive. It
 * never includes the grace period.
 */
export interface LicenceTerms {
  status: LicenceStatus;
  validUntil: CalendarDate;
  pausedFrom: CalendarDate | null;
  /** Day on which the cancellation takes effect; null if the licence isn't cancelled. */
  endsOn: CalendarDate | null;
}

export interface LicenceRules {
  /** Days for which an overdue licence keeps working after `validUntil`. */
  graceDays: number;
  /**
   * Number of days after `validUntil` on which instances check again: 1 means the day after, 0 means `validUntil`
   * itself.
   */
  nextCheckAfterDays: number;
}

export type LicenceCheck =
  | { status: 'good'; standing: Exclude<LicencePhase, 'ended'>; nextCheckOn: CalendarDate }
  | { status: 'ended'; reason: LicenceEnd };

/**
 * How long a licence works, given what is known today:
 * - `renewing`: a renewal is expected, so `worksThrough` includes the grace period.
 * - `ending`: the licence won't be renewed, so there is no grace period.
 * - `fixed`: the licence was granted or paid once and never renews, so there is no grace period.
 * - `void`: the licence was revoked.
 */
export type LicenceSpan =
  | { kind: 'renewing'; paidThrough: CalendarDate; worksThrough: CalendarDate }
  | { kind: 'ending' | 'fixed'; worksThrough: CalendarDate; reason: LicenceEnd }
  | { kind: 'void'; reason: LicenceEnd };

const later = (day: CalendarDate, other: CalendarDate | null): CalendarDate => latestDay(day, other) ?? day;

/**
 * Calculates how long a licence works. Every other calculation of a licence's end is based on this one. Days are
 * inclusive and in UTC.
 */
export function spanOf(terms: LicenceTerms, { graceDays }: Pick<LicenceRules, 'graceDays'>): LicenceSpan {
  switch (terms.status) {
    case 'trialing':
    case 'active':
    case 'past_due':
      // Paddle doesn't charge on the day on which a scheduled pause begins. No renewal can be overdue then, so there is
      // no grace period.
      if (terms.pausedFrom !== null) return pausing(terms);
      return {
        kind: 'renewing',
        paidThrough: terms.validUntil,
        worksThrough: addDays(terms.validUntil, graceDays),
      };
    case 'paused':
      return pausing(terms);
    case 'cancelled':
      return { kind: 'ending', worksThrough: later(terms.validUntil, terms.endsOn), reason: 'cancelled' };
    case 'granted':
    case 'one_off':
      return { kind: 'fixed', worksThrough: terms.validUntil, reason: 'expired' };
    case 'refunded':
      // A payment that wasn't refunded still counts, so the licence can work beyond the refund of another payment.
      return { kind: 'ending', worksThrough: terms.validUntil, reason: 'refunded' };
    case 'revoked':
      return { kind: 'void', reason: 'revoked' };
  }
}

const pausing = ({ validUntil, pausedFrom }: LicenceTerms): LicenceSpan => ({
  kind: 'ending',
  worksThrough: later(validUntil, pausedFrom),
  reason: 'paused',
});

/**
 * Returns the last day on which a licence is sure to work, without the grace period. For a revoked licence, returns
 * `validUntil`.
 */
export function certainThrough(terms: LicenceTerms): CalendarDate {
  const span = spanOf(terms, { graceDays: 0 });
  return span.kind === 'void' ? terms.validUntil : span.worksThrough;
}

export type LicenceValidity =
  | {
      standing: Exclude<LicencePhase, 'ended'>;
      /**
       * Last day on which the licence works as far as is known today, including the grace period. It is never before
       * `today`.
       */
      worksThrough: CalendarDate;
      /** Day on which the instance should check again. It is always after `today`. */
      nextCheckOn: CalendarDate;
    }
  | {
      standing: 'ended';
      /** Last day on which the licence worked. It is always before `today`. */
      worksThrough: CalendarDate;
      reason: LicenceEnd;
    };

/**
 * Returns the state of a licence on `today` (UTC). Pages, e-mails and pings all use this function, so they can't
 * disagree.
 */
export function validityOf(terms: LicenceTerms, today: CalendarDate, rules: LicenceRules): LicenceValidity {
  const span = spanOf(terms, rules);
  if (span.kind === 'void') {
    return { standing: 'ended', reason: span.reason, worksThrough: lastDayOfVoid(terms, today) };
  }
  const { worksThrough } = span;
  if (today > worksThrough) {
    return { standing: 'ended', reason: span.kind === 'renewing' ? 'expired' : span.reason, worksThrough };
  }
  const dayAfterTheEnd = addDays(worksThrough, 1);
  if (span.kind !== 'renewing') {
    return {
      standing: span.kind === 'ending' ? 'ending' : 'good',
      worksThrough,
      nextCheckOn: dayAfterTheEnd,
    };
  }
  if (today > span.paidThrough) return { standing: 'grace', worksThrough, nextCheckOn: dayAfterTheEnd };
  const nextCheckOn = later(addDays(span.paidThrough, rules.nextCheckAfterDays), addDays(today, 1));
  return { standing: 'good', worksThrough, nextCheckOn };
}

/**
 * Returns the last day on which a revoked licence worked. The day of the revocation isn't known here, so this is
 * yesterday or the day on which the licence would have ended, whichever is earlier.
 */
function lastDayOfVoid(terms: LicenceTerms, today: CalendarDate): CalendarDate {
  const yesterday = addDays(today, -1);
  const last = terms.endsOn ?? terms.validUntil;
  if (last < yesterday) return last;
  return yesterday;
}

/**
 * Checks whether the licence is valid on `today` (UTC). `nextCheckOn` is always after `today`: deployed instances lock
 * the product from that day on until a check succeeds with a 200.
 */
export function checkLicence(terms: LicenceTerms, today: CalendarDate, rules: LicenceRules): LicenceCheck {
  const validity = validityOf(terms, today, rules);
  if (validity.standing === 'ended') return { status: 'ended', reason: validity.reason };
  const { standing, nextCheckOn } = validity;
  return { status: 'good', standing, nextCheckOn };
}
