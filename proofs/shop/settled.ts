/** Waits until the portal has applied all alerts. */
import { QueryTypes, type Sequelize } from 'sequelize';

const lookEveryMs = 20;
/**
 * Milliseconds of real time to wait before the business clock is advanced. Advancing the clock makes leases expire and
 * ends backoffs.
 */
const realTimeFor = 500;
const clockStep = 90_000;
const patience = 45_000;

interface Settling {
  /**
   * If true, events may stay in the `waiting` state. This is needed if the alert that they wait for was lost and never
   * arrives.
   */
  mayWait?: boolean;
}

async function unsettled(
  db: Sequelize,
  streams: readonly string[],
  { mayWait }: Settling,
): Promise<string[]> {
  const rows = await db.query<{ what: string }>(
    `SELECT CONCAT(stream, ': ', type, ' ', state, ' ', COALESCE(error, '')) AS what FROM billing_events
       WHERE stream IN (:streams) AND state NOT IN ('applied', 'ignored', 'stored'${mayWait ? ", 'waiting'" : ''})
     UNION ALL SELECT CONCAT(stream, ': is due') FROM event_streams
       WHERE stream IN (:streams) AND refold_at IS NOT NULL`,
    { type: QueryTypes.SELECT, replacements: { streams: [...streams] } },
  );
  return rows.map((row) => row.what);
}

/**
 * Waits until all events of the streams have been applied, then returns null. After 45 seconds, returns a description
 * of the events that are still unapplied.
 */
export async function whenSettled(
  db: Sequelize,
  streams: readonly string[],
  moveClock: (milliseconds: number) => void,
  settling: Settling = {},
): Promise<string | null> {
  const began = performance.now();
  for (;;) {
    const waiting = await unsettled(db, streams, settling);
    if (waiting.length === 0) return null;
    const waited = performance.now() - began;
    if (waited > patience) return `still ${waiting.slice(0, 3).join('; ')}`;
    if (waited > realTimeFor) moveClock(clockStep);
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}
