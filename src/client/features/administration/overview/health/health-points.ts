/** Judges from the overview whether everything is in order, point by point. */
import { areAlertsFine, isJobFine, maxCounted, type Overview } from '#shared/administration/overview.ts';

export type Point = 'alerts' | 'paddle' | 'mails' | 'instances' | 'decisions';

export const isCutOff = (count: number): boolean => count >= maxCounted;

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
    alerts: areAlertsFine(inbox),
    paddle: isJobFine(paddle.search) && isJobFine(paddle.comparison),
    mails: outbox.failed === 0 && outbox.late === 0,
    instances: pingsToday(overview).failed === 0,
    decisions: inbox.flags === 0,
  };
}
