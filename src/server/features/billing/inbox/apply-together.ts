/** Applies several streams in one transaction, or individually if that fails, and many of them batch by batch. */
import type { Deps } from '#server/deps.ts';
import { type Applied, applyStreams } from '#server/features/billing/projections/apply-streams.ts';
import { afterApplying } from './after-applying.ts';

export type ApplyOutcome = { applied: Applied } | { error: unknown };

/** Number of streams applied in one transaction. */
const together = 32;

/**
 * Applies all streams in one transaction. If that fails, each stream gets its own transaction, so that one that can't
 * be applied doesn't block the others. Never rejects: failures are returned per stream.
 */
export async function applyTogether(
  deps: Pick<Deps, 'transaction' | 'log'>,
  streams: readonly string[],
): Promise<Map<string, ApplyOutcome>> {
  try {
    const all = await applyStreams(deps, streams);
    await afterApplying(deps, all);
    return new Map([...all].map(([stream, applied]) => [stream, { applied }]));
  } catch (error) {
    const [only, ...others] = streams;
    if (only !== undefined && others.length === 0) return new Map([[only, { error }]]);
  }
  const outcomes = new Map<string, ApplyOutcome>();
  for (const stream of streams) {
    for (const [name, outcome] of await applyTogether(deps, [stream])) outcomes.set(name, outcome);
  }
  return outcomes;
}

/** Applies any number of streams, a batch at a time. Yields the outcome of each stream. Never throws. */
export async function* applyInBatches(
  deps: Pick<Deps, 'transaction' | 'log'>,
  streams: readonly string[],
): AsyncGenerator<[stream: string, outcome: ApplyOutcome]> {
  for (let from = 0; from < streams.length; from += together)
    yield* await applyTogether(deps, streams.slice(from, from + together));
}
