/** When a licence is good, and when an instance should ask again (docs/contract.md, "When a licence is good"). */
import { addDays, type CalendarDate, latestDay } from '#shared/dates.ts';
import type { LicenceEnd } from '#shared/instances/instances.ts';
import type { LicencePhase, LicenceStatus } from '#shared/licences/licences.ts';

/** What decides. `validUntil` is the last day that is paid and not given back, inclusive; grace is never in it. */
export interface LicenceTerms {
  status: LicenceStatus;
  validUntil: CalendarDate;
  pausedFrom: CalendarDate | null;
  /** The day a cancellation takes effect. */
  endsOn: CalendarDate | null;
}

export interface LicenceRules {
  /** Days a licence works on after the paid day when its renewal is overdue. */
  graceDays: number;
  /** 1: an instance asks on the day after the paid day; 0: on the paid day. */
  nextCheckAfterDays: number;
}

export type LicenceCheck =
  | { status: 'good'; standing: Exclude<LicencePhase, 'ended'>; nextCheckOn: CalendarDate }
  | { status: 'ended'; reason: LicenceEnd };

/**
 * How long a licence works as things stand. `renewing`: paid through one day, and with grace through a later one, for a
 * renewal may still come. `ending`: through that day and no longer. `fixed`: the same, and nothing was to renew it.
 */
export type LicenceSpan =
  | { kind: 'renewing'; paidThrough: CalendarDate; worksThrough: CalendarDate }
  | { kind: 'ending' | 'fixed'; worksThrough: CalendarDate; reason: LicenceEnd }
  | { kind: 'void'; reason: LicenceEnd };

const later = (day: CalendarDate, other: CalendarDate | null): CalendarDate => latestDay(day, other) ?? day;

/** The one rule behind every answer about a licence's end. Days are inclusive, UTC. */
export function spanOf(terms: LicenceTerms, { graceDays }: Pick<LicenceRules, 'graceDays'>): LicenceSpan {
  switch (terms.status) {
    case 'trialing':
    case 'active':
    case 'past_due':
      // A pause that is planned: nothing will be charged on the day it begins, so there is nothing to be overdue.
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
      // An earlier payment that was not given back still counts, through its own last day.
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

/** The last day a licence works for certain, grace apart; what was revoked keeps the day that it was paid through. */
export function certainThrough(terms: LicenceTerms): CalendarDate {
  const span = spanOf(terms, { graceDays: 0 });
  return span.kind === 'void' ? terms.validUntil : span.worksThrough;
}

export type LicenceValidity =
  | {
      standing: Exclude<LicencePhase, 'ended'>;
      /** The last day it works as things stand, grace included; `today` or later. */
      worksThrough: CalendarDate;
      /** The day on which an instance is to ask again: later than `today`. */
      nextCheckOn: CalendarDate;
    }
  | {
      standing: 'ended';
      /** The last day it worked; earlier than `today`. */
      worksThrough: CalendarDate;
      reason: LicenceEnd;
    };

/** Where a licence stands on `today` (UTC): every page, mail and ping says what this says. */
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

/** What was taken back ended when it was taken, or was over before. */
function lastDayOfVoid(terms: LicenceTerms, today: CalendarDate): CalendarDate {
  const yesterday = addDays(today, -1);
  const last = terms.endsOn ?? terms.validUntil;
  if (last < yesterday) return last;
  return yesterday;
}

/** Whether the licence is good on `today` (UTC). A good one never asks again on `today` or earlier. */
export function checkLicence(terms: LicenceTerms, today: CalendarDate, rules: LicenceRules): LicenceCheck {
  const validity = validityOf(terms, today, rules);
  if (validity.standing === 'ended') return { status: 'ended', reason: validity.reason };
  const { standing, nextCheckOn } = validity;
  return { status: 'good', standing, nextCheckOn };
}
