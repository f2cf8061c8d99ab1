/** Fills the event log for the benchmarks, and counts the events that haven't been applied yet. */
import { QueryTypes, type Sequelize } from 'sequelize';
import type { Deps } from '#server/deps.ts';
import { applyTogether } from '#server/features/billing/inbox/apply-together.ts';
import { storeEvents } from '#server/features/billing/inbox/store-events.ts';
import { toEvent } from '#server/features/billing/inbox/to-event.ts';
import { alertOf } from '#server/platform/paddle/classic/alerts.ts';
import { digestOf } from '#server/platform/paddle/classic/signature.ts';
import type { AlertFields } from './alert-lives.ts';

const together = 200;

function* inParts<T>(list: readonly T[], size: number): Generator<T[]> {
  for (let start = 0; start < list.length; start += size) yield list.slice(start, start + size);
}

/**
 * Stores alerts but doesn't apply them, as if the process had been killed right after storing them. Returns the streams
 * of the alerts.
 */
export async function storeOnly(deps: Deps, alerts: readonly AlertFields[]): Promise<Set<string>> {
  const streams = new Set<string>();
  for (const part of inParts(alerts, together)) {
    const arrived = part.map((fields) => {
      const map = new Map(Object.entries(fields));
      return toEvent(deps, alertOf(map, digestOf(map)), 'paddle_alert').arrived;
    });
    for (const { stream } of await storeEvents(deps, arrived)) if (stream !== null) streams.add(stream);
  }
  return streams;
}

/** Stores alerts and applies them, so that the portal has a history. Throws if any stream can't be applied. */
export async function storeAndApply(deps: Deps, alerts: readonly AlertFields[]): Promise<void> {
  const streams = await storeOnly(deps, alerts);
  for (const part of inParts([...streams], 50)) {
    for (const outcome of (await applyTogether(deps, part)).values()) {
      if ('error' in outcome) throw outcome.error;
    }
  }
}

async function count(db: Sequelize, where: string): Promise<number> {
  const [row] = await db.query<{ total: number }>(
    `SELECT COUNT(*) AS total FROM billing_events WHERE ${where}`,
    { type: QueryTypes.SELECT },
  );
  return row?.total ?? 0;
}

export const countApplied = (db: Sequelize): Promise<number> => count(db, "state = 'applied'");
const countToDo = (db: Sequelize): Promise<number> => count(db, "state IN ('pending', 'waiting', 'failed')");

/** Waits until no event is left to apply. Returns the number of seconds this took. Throws after five minutes. */
export async function untilDone(db: Sequelize): Promise<number> {
  const begun = performance.now();
  for (;;) {
    const left = await countToDo(db);
    const seconds = (performance.now() - begun) / 1000;
    if (left === 0) return seconds;
    if (seconds > 300) throw new Error(`${left} events are still not applied after five minutes`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
