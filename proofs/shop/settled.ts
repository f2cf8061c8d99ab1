/** Waits for the fact that nothing is left to be applied. */
import { QueryTypes, type Sequelize } from 'sequelize';

const lookEveryMs = 20;
/** At first real time is enough; then leases and back-offs have to end, by the clock of the business. */
const realTimeFor = 500;
const clockStep = 90_000;
const patience = 45_000;

interface Settling {
  /** What is waited for was lost, and will never come. */
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

/** Null once all that is known of the streams is applied; else what is still not, after much patience. */
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
