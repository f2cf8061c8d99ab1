/** Keeps the figures up to date with the event log, a few streams at a time. */
import type { Deps } from '#server/deps.ts';
import type { LoggedEvent } from '#server/features/billing/event-log/events.ts';
import type { Versioned } from '#server/features/billing/event-log/figured-streams.repository.ts';
import { datedFacts, readEvent } from '#server/features/billing/event-log/read-event.ts';
import { isPurchase } from '#server/features/billing/streams/stream-names.ts';
import { isDatabaseUnreachable } from '#server/platform/database/failure-kinds.ts';
import { runIfDue } from '#server/platform/scheduling/run-if-due.ts';
import { contributionOf, type FiguresContext } from './contribution.ts';
import { differenceOf, type Figure, startSum } from './figure.ts';

export const figuresJob = 'figures';

/** Number of streams in one transaction. */
const together = 50;

export type FiguresDeps = Pick<
  Deps,
  'events' | 'figures' | 'jobs' | 'log' | 'now' | 'paddle' | 'plans' | 'settings' | 'streams' | 'transaction'
>;

/** A stream whose events can't be read. Its stored figures are left as they are. */
interface Uncalculated {
  stream: string;
  problem: unknown;
}

export async function figuresContext(deps: Pick<FiguresDeps, 'plans' | 'settings'>): Promise<FiguresContext> {
  const plans = new Map((await deps.plans.list()).map((plan) => [plan.paddlePlanId, plan]));
  return { planOf: (id) => plans.get(id) ?? null, graceDays: deps.settings.graceDays };
}

const calculate = (
  { paddle }: Pick<FiguresDeps, 'paddle'>,
  stream: string,
  events: readonly LoggedEvent[],
  context: FiguresContext,
): Figure[] =>
  contributionOf(
    stream,
    events.flatMap((event) => datedFacts(event, readEvent(paddle, event))),
    context,
  );

/**
 * Calculates what the streams contribute. One that can't be read doesn't keep the others from being counted. Throws if
 * the database can't be reached.
 */
async function calculateAll(
  deps: FiguresDeps,
  streams: readonly string[],
  context: FiguresContext,
): Promise<{ contributions: Map<string, Figure[]>; failures: Uncalculated[] }> {
  const contributions = new Map<string, Figure[]>();
  try {
    const logged = await deps.events.listByStreams(streams.filter(isPurchase));
    for (const stream of streams)
      contributions.set(stream, calculate(deps, stream, logged.get(stream) ?? [], context));
    return { contributions, failures: [] };
  } catch (error) {
    // No stream is to blame for this, and they all stay out of date.
    if (isDatabaseUnreachable(error)) throw error;
    const [stream] = streams;
    if (stream !== undefined && streams.length === 1)
      return { contributions: new Map(), failures: [{ stream, problem: error }] };
  }
  const failures: Uncalculated[] = [];
  contributions.clear();
  for (const stream of streams) {
    const one = await calculateAll(deps, [stream], context);
    for (const [name, figures] of one.contributions) contributions.set(name, figures);
    failures.push(...one.failures);
  }
  return { contributions, failures };
}

/**
 * Replaces what the streams contribute, and changes the sums of the days by the difference. Streams that have changed
 * since they were listed are left out; they are still out of date, so the next round finds them. Returns how many
 * streams had other figures before.
 */
export async function figureStreams(
  deps: FiguresDeps,
  listed: readonly Versioned[],
): Promise<{ changed: number; failures: Uncalculated[] }> {
  // Read after the streams were listed: a plan that changes later makes its streams out of date again.
  const context = await figuresContext(deps);
  const { contributions, failures } = await calculateAll(
    deps,
    listed.map(({ stream }) => stream),
    context,
  );
  const changed = await deps.transaction(async (bound) => {
    const held = await bound.streams.holdVersions(listed);
    const before = await bound.figures.holdStreams(held.map(({ stream }) => stream));
    const sum = startSum();
    const replaced = new Map<string, Figure[]>();
    for (const { stream } of held) {
      const figures = contributions.get(stream);
      if (!figures) continue;
      const difference = differenceOf(before.get(stream) ?? [], figures);
      if (difference.length === 0) continue;
      replaced.set(stream, figures);
      for (const figure of difference) sum.add(figure);
    }
    await bound.figures.saveStreams(replaced);
    await bound.figures.addToDays(sum.list());
    // A stream that can't be calculated counts as figured until its next event; `figures:rebuild` tries it again.
    await bound.streams.setFigured(held);
    return replaced.size;
  });
  return { changed, failures };
}

/**
 * Figures all streams that are out of date, in batches, so that it can be stopped and continued by any process. Throws
 * the abort reason once `stopped` is aborted.
 */
export async function updateFigures(deps: FiguresDeps, stopped?: AbortSignal): Promise<void> {
  for (;;) {
    stopped?.throwIfAborted();
    const listed = await deps.streams.listUnfigured(together);
    if (listed.length === 0) return;
    const { failures } = await figureStreams(deps, listed);
    for (const { stream, problem } of failures)
      deps.log.error({ err: problem, stream }, 'the figures of a stream could not be calculated');
  }
}

/**
 * Runs the job if there is anything to do and no other process does it. It is due again at once: whether there is
 * anything to do is a query of one row.
 */
export async function updateFiguresIfDue(deps: FiguresDeps, stopped: AbortSignal): Promise<void> {
  if ((await deps.streams.countUnfigured(1)) === 0) return;
  await runIfDue(
    deps,
    { name: figuresJob, next: (now) => now, run: () => updateFigures(deps, stopped) },
    stopped,
  );
}
