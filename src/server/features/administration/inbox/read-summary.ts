/** Says whether everything is in order: what was received, what waits, and what reconciliation found. */
import type { Deps } from '#server/deps.ts';
import type { InboxSummary } from '#shared/administration/inbox/inbox.ts';
import { maxCounted } from '#shared/administration/overview.ts';
import { dayMs } from '#shared/durations.ts';
import { readEventHealth, readJobHealth } from './read-health.ts';

type SummaryDeps = Pick<Deps, 'jobs' | 'listedEvents' | 'now' | 'overviewCounts'>;
type Found = InboxSummary['search']['found'];

const nothing: Found = { alerts: 0, differences: 0, unapplied: 0 };

async function foundIn(
  { listedEvents }: Pick<Deps, 'listedEvents'>,
  span: { from: Date; through: Date },
): Promise<Found> {
  const found = { ...nothing };
  for (const { isAlert, state, total } of await listedEvents.countFindings(span, maxCounted)) {
    found[isAlert ? 'alerts' : 'differences'] += total;
    if (state === 'pending' || state === 'waiting' || state === 'failed') found.unapplied += total;
  }
  return found;
}

export async function readSummary(deps: SummaryDeps): Promise<InboxSummary> {
  const now = deps.now();
  const jobs = readJobHealth(deps, now);
  const foundByComparison = async (): Promise<Found> => {
    const { beganAt, endedAt } = (await jobs).comparison;
    return beganAt && endedAt ? foundIn(deps, { from: beganAt, through: endedAt }) : nothing;
  };
  const [{ search, comparison }, { pending: _, ...events }, lastAlertAt, foundToday, found] =
    await Promise.all([
      jobs,
      readEventHealth(deps, now),
      deps.listedEvents.lastAlertAt(),
      foundIn(deps, { from: new Date(now.getTime() - dayMs), through: now }),
      foundByComparison(),
    ]);
  const { beganAt: _search, ...searched } = search;
  const { beganAt: _comparison, ...compared } = comparison;
  return {
    ...{ lastAlertAt, ...events },
    search: { ...searched, found: foundToday },
    comparison: { ...compared, found },
  };
}
