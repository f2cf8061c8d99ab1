/** Computes the layout of the licence timeline, in percent of its width. */
import { addDays, addMonths, type CalendarDate, daysBetween } from '#shared/dates.ts';
import type { LicenceView } from '#shared/licences/licences.ts';

/** `renews`: paid, then renewal or grace period. `overdue`: in the grace period. `ends`: paid, then nothing. */
export type LineKind = 'renews' | 'overdue' | 'ends';

export interface Tick {
  at: number;
  day: CalendarDate;
  /** Whether this is the most important date, which is shown in bold. */
  strong: boolean;
}

export interface TimelineLayout {
  kind: LineKind;
  /** Where the paid part ends. */
  paidTo: number;
  /** Where the timeline is broken: the part before it is compressed. Null if everything is to scale. */
  breakAt: number | null;
  /** Where the grace period ends; it starts at `paidTo`. Null if there is none. */
  graceTo: number | null;
  /** Whether the renewed period continues beyond the right edge. */
  openEnd: boolean;
  today: number;
  ticks: readonly Tick[];
  graceDays: number;
  /** The first day that the licence doesn't work. */
  stopOn: CalendarDate;
}

type Knot = readonly [day: CalendarDate, at: number];

/** The longest paid period, in days, that is drawn to scale. Longer ones are compressed at the start. */
const toScaleDays = 46;
const breakAt = 14;
const graceWidthPerDay = 11.5 / 7;

/** Lays out a current licence as of `today`. Labels don't overlap at widths of 320 pixels or more. */
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
 * Returns where the grace period ends, at the scale of a monthly period but within limits that keep the labels from
 * colliding.
 */
const graceEnd = (from: number, days: number): number =>
  Math.min(78, Math.max(62.3, from + days * graceWidthPerDay));

/** Interpolates the position of a day between the knots on either side. */
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
 * Returns where a label of this width fits into the paid part, clear of the break and of today's mark; null if it
 * doesn't fit. All values are percentages.
 */
export function wordStart({ kind, breakAt, today, paidTo }: TimelineLayout, width: number): number | null {
  const obstacles = [breakAt, kind === 'overdue' ? null : today]
    .filter((at) => at !== null)
    .sort((a, b) => a - b);
  const start = obstacles.reduce((from, at) => (at < from + width ? Math.max(from, at) : from), 0);
  return start + width <= paidTo ? start : null;
}
