/** Where everything stands on the licence line: a pure layout, in percent of its width. */
import { addDays, addMonths, type CalendarDate, daysBetween } from '#shared/dates.ts';
import type { LicenceView } from '#shared/licences/licences.ts';

/** `renews`: paid, then renewal or grace. `overdue`: in grace. `ends`: paid, then nothing. */
export type LineKind = 'renews' | 'overdue' | 'ends';

export interface Tick {
  at: number;
  day: CalendarDate;
  /** The day that matters most. */
  strong: boolean;
}

export interface TimelineLayout {
  kind: LineKind;
  /** The end of the paid part. */
  paidTo: number;
  /** Where the time before is drawn shorter than it is; null when all is to scale. */
  breakAt: number | null;
  /** Grace, from the end of the paid part; null when there is none. */
  graceTo: number | null;
  /** The renewed period is longer than the picture. */
  openEnd: boolean;
  today: number;
  ticks: readonly Tick[];
  graceDays: number;
  /** The first day it does not work. */
  stopOn: CalendarDate;
}

type Knot = readonly [day: CalendarDate, at: number];

/** A longer time than this before the end is drawn shorter. */
const toScaleDays = 46;
const breakAt = 14;
const graceWidthPerDay = 11.5 / 7;

/** Lays out a licence that works, as of `today`. Positions never crowd: labels fit from 320 pixels on. */
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

/** To scale with a month's picture, but never so narrow or so wide that its labels collide. */
const graceEnd = (from: number, days: number): number =>
  Math.min(78, Math.max(62.3, from + days * graceWidthPerDay));

/** The position of a day between the knots around it. */
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
 * Where a word of this width stands in the paid part, clear of the break and of today's mark; null where it finds
 * no room. All in percent.
 */
export function wordStart({ kind, breakAt, today, paidTo }: TimelineLayout, width: number): number | null {
  const obstacles = [breakAt, kind === 'overdue' ? null : today]
    .filter((at) => at !== null)
    .sort((a, b) => a - b);
  const start = obstacles.reduce((from, at) => (at < from + width ? Math.max(from, at) : from), 0);
  return start + width <= paidTo ? start : null;
}
