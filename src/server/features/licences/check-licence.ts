/** When a licence is good, and when an instance should ask again (CONTRACT section 2). */
import { addDays, type CalendarDate, latestDay } from '#shared/dates.ts';
import type { LicenceEnd } from '#shared/instances.ts';
import type { LicenceStanding, LicenceStatus } from '#shared/licences.ts';

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
  | { status: 'good'; standing: Exclude<LicenceStanding, 'ended'>; nextCheckOn: CalendarDate }
  | { status: 'ended'; reason: LicenceEnd };

/** How long a licence works as things stand: the last certain day, and the last day with grace. Both inclusive. */
export type LicenceSpan =
  | { kind: 'renewing'; paidThrough: CalendarDate; worksThrough: CalendarDate }
  | { kind: 'ending' | 'fixed'; worksThrough: CalendarDate; reason: LicenceEnd }
  | { kind: 'void'; reason: LicenceEnd };

/** The one rule behind every answer about a licence's end. */
export function spanOf(terms: LicenceTerms, { graceDays }: Pick<LicenceRules, 'graceDays'>): LicenceSpan {
  switch (terms.status) {
    case 'trialing':
    case 'active':
    case 'past_due':
      return {
        kind: 'renewing',
        paidThrough: terms.validUntil,
        worksThrough: addDays(terms.validUntil, graceDays),
      };
    case 'paused':
      return { kind: 'ending', worksThrough: later(terms.validUntil, terms.pausedFrom), reason: 'paused' };
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

const later = (day: CalendarDate, other: CalendarDate | null): CalendarDate => latestDay(day, other) ?? day;

/** Whether the licence is good on `today` (UTC). A good one never asks again on `today` or earlier. */
export function checkLicence(terms: LicenceTerms, today: CalendarDate, rules: LicenceRules): LicenceCheck {
  const span = spanOf(terms, rules);
  if (span.kind === 'void') return { status: 'ended', reason: span.reason };
  if (today > span.worksThrough) {
    return { status: 'ended', reason: span.kind === 'renewing' ? 'expired' : span.reason };
  }
  const dayAfterTheEnd = addDays(span.worksThrough, 1);
  if (span.kind !== 'renewing') {
    return {
      status: 'good',
      standing: span.kind === 'ending' ? 'ending' : 'good',
      nextCheckOn: dayAfterTheEnd,
    };
  }
  if (today > span.paidThrough) return { status: 'good', standing: 'grace', nextCheckOn: dayAfterTheEnd };
  return {
    status: 'good',
    standing: 'good',
    nextCheckOn: later(addDays(span.paidThrough, rules.nextCheckAfterDays), addDays(today, 1)),
  };
}
