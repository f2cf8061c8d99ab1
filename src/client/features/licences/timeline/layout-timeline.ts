/** Computes the layout of the licence timeline, in percent of its width. */
import { addDays, addMonths, type CalendarDate, daysBetween } from '#shared/dates.ts';
import type { LicenceView } from '#shared/licences/licences.ts';

/**
 * `renews`: the paid period is followed by the renewal or, if it isn't paid, by the grace period. `overdue`: the
 * licence is in the grace period. `ends`: nothing follows the paid period.
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
  /**
   * Position of the break: the part of the timeline before it is compressed. Null if the whole timeline is to scale.
   */
  breakAt: number | null;
  /** Position where the grace period ends; the period starts at `paidTo`. Null if there is no grace period. */
  graceTo: number | null;
  /** Whether the renewed period continues beyond the right edge. */
  openEnd: boolean;
  today: number;
  ticks: readonly Tick[];
  graceDays: number;
  /** The first day on which the licence no longer works. */
  stopOn: CalendarDate;
}

type Knot = readonly [day: CalendarDate, at: number];

/** The longest paid period, in days, that is drawn to scale. In longer ones, the beginning is compressed. */
const toScaleDays = 46;
const breakAt = 14;
const graceWidthPerDay = 11.5 / 7;

/**
 * Computes the timeline of a current licence as of `today`. Its labels don't overlap at widths of 320 pixels or more.
 */
export function layoutTimeline(
  licence: Pick<
    LicenceView,
    'renewsOn' | 'standing' | 'validUntil' | 'worksThrough' | 'periodStart' | 'startedOn' | 'frequency'
  >,
  today: CalendarDate,
): TimelineLayout {
  const { validUntil, worksThrough } = licence;
  const kind = kindOf(licence);
  const stopOn = addDays(worksThrough, 1);
  const graceDays = kind === 'ends' ? 0 : Math.max(0, daysBetween(validUntil, worksThrough));
  const paidEnd = kind === 'ends' ? stopOn : validUntil;
  const start = earliest(licence.periodStart ?? licence.startedOn, addDays(paidEnd, -1));
  const isLong = daysBetween(start, paidEnd) > toScaleDays;

  const paidTo = { renews: 50.8, overdue: 38, ends: 72 }[kind];
  const graceTo = graceDays === 0 ? null : kind === 'overdue' ? 78 : graceEnd(paidTo, graceDays);
  const nextPeriod = addMonths(validUntil, 1);
  const end = kind === 'renews' && nextPeriod > stopOn ? nextPeriod : addDays(stopOn, 14);

  const knots: Knot[] = [
    [start, 0],
    ...(isLong ? [[addDays(paidEnd, -31), breakAt] as const] : []),
    [paidEnd, paidTo],
    ...(graceTo === null ? [] : [[stopOn, graceTo] as const]),
    [end, 100],
  ];
  const openEnd = kind === 'renews' && (licence.frequency === 'Annual' || end !== nextPeriod);
  return {
    kind,
    paidTo,
    breakAt: isLong ? breakAt : null,
    graceTo,
    openEnd,
    today: place(today, knots),
    ticks: [
      { at: 0, day: start, strong: false },
      { at: paidTo, day: paidEnd, strong: graceTo === null },
      ...(graceTo === null ? [] : [{ at: graceTo, day: stopOn, strong: true }]),
      ...(kind === 'renews' && !openEnd ? [{ at: 100, day: end, strong: false }] : []),
    ],
    graceDays,
    stopOn,
  };
}

function kindOf({ renewsOn, standing }: Pick<LicenceView, 'renewsOn' | 'standing'>): LineKind {
  if (standing === 'grace') return 'overdue';
  return renewsOn === null ? 'ends' : 'renews';
}

const earliest = (a: CalendarDate, b: CalendarDate): CalendarDate => (a < b ? a : b);

/**
 * Returns the position where the grace period ends. Uses the scale of a monthly period, within limits that keep the
 * labels from overlapping.
 */
const graceEnd = (from: number, days: number): number =>
  Math.min(78, Math.max(62.3, from + days * graceWidthPerDay));

/** Interpolates the position of a day between the nearest days whose positions are known. */
function place(day: CalendarDate, knots: readonly Knot[]): number {
  for (const [index, [right, rightAt]] of knots.entries()) {
    const [left, leftAt] = knots[index - 1] ?? [right, rightAt];
    if (day > right) continue;
    const days = daysBetween(left, right);
    const share = days === 0 ? 1 : Math.max(0, daysBetween(left, day) / days);
    return leftAt + (rightAt - leftAt) * share;
  }
  return 100;
}

/**
 * Returns the first position in the paid part where a label of this width fits without touching the break or today's
 * mark; null if there is none. All values are percentages of the timeline's width.
 */
export function wordStart({ kind, breakAt, today, paidTo }: TimelineLayout, width: number): number | null {
  const obstacles = [breakAt, kind === 'overdue' ? null : today]
    .filter((at) => at !== null)
    .sort((a, b) => a - b);
  const start = obstacles.reduce((from, at) => (at < from + width ? Math.max(from, at) : from), 0);
  return start + width <= paidTo ? start : null;
}
