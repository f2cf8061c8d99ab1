/** Asks Paddle which alerts it has sent, and takes in those that never came. */
import type { Deps } from '../../../deps.ts';
import type { Alert } from '../../../platform/paddle/port.ts';

/** Taken in together: the inbox stores and applies them by one statement each. */
const together = 32;

export interface TakenInHistory {
  /** Those that the log did not have, oldest first. */
  lost: Alert[];
  /** Of these, those that could not be stored all the same, each with the reason: they keep no other out. */
  unstored: { alert: Alert; error: unknown }[];
}

/**
 * The alerts since then that the log does not have; taken in unless `dryRun`. An alert that comes by itself later is
 * recognised by its id. Throws what the port throws when Paddle cannot be asked.
 */
export async function takeInHistory(
  deps: Pick<Deps, 'events' | 'paddle' | 'inbox'>,
  { since, dryRun }: { since: Date; dryRun: boolean },
): Promise<TakenInHistory> {
  const history = await deps.paddle.alertHistory(since);
  const result: TakenInHistory = { lost: [], unstored: [] };
  for (let start = 0; start < history.length; start += together) {
    const alerts = history.slice(start, start + together);
    const known = await deps.events.knownAmong(alerts);
    const missing = alerts.filter((alert) => !known.has(alert));
    result.lost.push(...missing);
    if (dryRun) continue;
    await Promise.all(
      missing.map((alert) =>
        deps.inbox
          .takeIn(alert, 'reconciliation')
          .catch((error: unknown) => void result.unstored.push({ alert, error })),
      ),
    );
  }
  return result;
}
