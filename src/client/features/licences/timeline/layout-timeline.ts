/** Computes the layout of the licence timeline, in percent of its width. Everything on it is true to scale. */
import { addDays, type CalendarDate, daysBetween } from '#shared/dates.ts';
import type { LicenceView } from '#shared/licences/licences.ts';

/**
 * `renews`: the renewal follows the paid period. `overdue`: the licence is in the grace period. `ends`: nothing follows
 * the paid period.
 */
export type LineKind = 'renews' | 'overdue' | 'ends';

export interface Tick {
  at: number;
  day: CalendarDate;
  /** Whether this is the most important date, which is shown in bold. */
  strong: boolean;
}

export interface TimelineLayout {
  kind: LineKind;
  /** Position where the paid part ends. */
  paidTo: number;
  /** Whether the paid period began before the left edge. This is so only while a renewal is overdue. */
  openStart: boolean;
  today: number;
  ticks: readonly Tick[];
}

/** Share of the width that shows the beginning of the renewed period. Its label fits in on a phone. */
const renewalShare = 0.25;
/** Percent of the width that a date and its neighbour need on a phone. */
const labelShare = 35;

/** Computes the timeline of a current licence as of `today`. */
export function layoutTimeline(
  licence: Pick<
    LicenceView,
    'renewsOn' | 'standing' | 'status' | 'validUntil' | 'worksThrough' | 'periodStart' | 'startedOn'
  >,
  today: CalendarDate,
): TimelineLayout {
  const { validUntil, worksThrough } = licence;
  const kind = kindOf(licence);
  const lastDay = kind === 'renews' ? validUntil : worksThrough;
  const paidEnd = kind === 'ends' ? worksThrough : earliest(validUntil, worksThrough);
  const periodStart = earliest(licence.periodStart ?? licence.startedOn, addDays(paidEnd, -1));
  const start =
    kind === 'overdue'
      ? latest(periodStart, earliest(today, beforeGrace(paidEnd, worksThrough)))
      : periodStart;
  const days = daysBetween(start, lastDay) / (kind === 'renews' ? 1 - renewalShare : 1);
  const place = (day: CalendarDate) =>
    Math.min(100, Math.max(0, Math.round((daysBetween(start, day) / days) * 1000) / 10));
  const openStart = start !== periodStart;
  const due = { at: place(paidEnd), day: paidEnd };
  const isLast = paidEnd === lastDay;
  const isCrowded = !isLast && 100 - due.at < labelShare;
  return {
    kind,
    paidTo: due.at,
    openStart,
    today: place(today),
    ticks: [
      ...(openStart && !isCrowded ? [] : [{ at: 0, day: start, strong: false }]),
      ...(isCrowded ? [] : [{ ...due, strong: isLast }]),
      ...(isLast ? [] : [{ at: 100, day: lastDay, strong: true }]),
    ],
  };
}

function kindOf({
  renewsOn,
  standing,
  status,
}: Pick<LicenceView, 'renewsOn' | 'standing' | 'status'>): LineKind {
  // On the last paid day, a payment may already have failed, although the grace period begins only on the next day.
  if (standing === 'grace' || (status === 'past_due' && renewsOn !== null)) return 'overdue';
  return renewsOn === null ? 'ends' : 'renews';
}

/**
 * Returns the day at the left edge while a renewal is overdue. A week of grace would be invisible next to a paid year,
 * so only as many paid days are shown as there are days of grace, but at least a week.
 */
const beforeGrace = (due: CalendarDate, worksThrough: CalendarDate): CalendarDate =>
  addDays(due, -Math.max(7, daysBetween(due, worksThrough)));

const earliest = (a: CalendarDate, b: CalendarDate): CalendarDate => (a < b ? a : b);
const latest = (a: CalendarDate, b: CalendarDate): CalendarDate => (a > b ? a : b);
