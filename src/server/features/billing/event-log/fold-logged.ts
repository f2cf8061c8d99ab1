/** Folds streams from the log, so that an alert that is stored but not applied yet counts as well. */
import type { Deps } from '#server/deps.ts';
import { foldStream } from '#server/features/billing/fold/fold-stream.ts';
import { type FoldContext, foldContext, type Projection } from '#server/features/billing/fold/projection.ts';
import { datedFacts, readEvent } from './read-event.ts';

export type FoldLoggedDeps = Pick<Deps, 'events' | 'paddle' | 'plans'>;

/** Returns the projections of those streams that have events. Reads the plans unless the caller already has. */
export async function foldLogged(
  deps: FoldLoggedDeps,
  streams: readonly string[],
  known?: FoldContext,
): Promise<Map<string, Projection>> {
  const logged = await deps.events.listByStreams(streams);
  if (logged.size === 0) return new Map();
  const context = known ?? foldContext(await deps.plans.list());
  return new Map(
    [...logged].map(([stream, events]) => {
      const facts = events.flatMap((event) => datedFacts(event, readEvent(deps.paddle, event)));
      return [stream, foldStream(stream, facts, context)];
    }),
  );
}
