/** Judges from the overview whether everything is in order, point by point. */
import { maxCounted, type Overview } from '#shared/administration/overview.ts';
import { hourMs } from '#shared/durations.ts';

export type Point = 'alerts' | 'paddle' | 'mails' | 'instances' | 'decisions';

/** How old the search for missing alerts, which runs every 15 minutes, and the nightly comparison may be. */
const searchWithinMs = hourMs;
const comparisonWithinMs = 26 * hourMs;

export const isCutOff = (count: number): boolean => count >= maxCounted;

export const isLongAgo = (
  { at, paddle }: Pick<Overview, 'at' | 'paddle'>,
  check: 'search' | 'comparison',
): boolean => {
  const { through } = paddle[check];
  const within = check === 'search' ? searchWithinMs : comparisonWithinMs;
  return through !== null && at.getTime() - through.getTime() > within;
};

/** Returns how many licence checks there were today, and how many of them the portal couldn't answer. */
export function pingsToday({ today, pings }: Pick<Overview, 'today' | 'pings'>): {
  all: number;
  failed: number;
} {
  const own = pings.filter(({ day }) => day === today);
  const count = (some: typeof own) => some.reduce((sum, each) => sum + each.count, 0);
  return { all: count(own), failed: count(own.filter(({ outcome }) => outcome === 'failed')) };
}

/** Returns whether each point is in order. */
export function judge(overview: Overview): Readonly<Record<Point, boolean>> {
  const { inbox, outbox, paddle } = overview;
  return {
    alerts: inbox.failed === 0 && inbox.late === 0,
    paddle: (['search', 'comparison'] as const).every(
      (check) => paddle[check].failures === 0 && !isLongAgo(overview, check),
    ),
    mails: outbox.failed === 0 && outbox.late === 0,
    instances: pingsToday(overview).failed === 0,
    decisions: inbox.flags === 0,
  };
}
