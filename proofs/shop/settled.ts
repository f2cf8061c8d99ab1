/** Waits for the fact that nothing is left to be applied. */
import { QueryTypes, type Sequelize } from 'sequelize';

const lookEveryMilliseconds = 20;
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
  subjects: readonly string[],
  { mayWait }: Settling,
): Promise<string[]> {
  const rows = await db.query<{ what: string }>(
    `SELECT CONCAT(subject, ': ', type, ' ', state, ' ', COALESCE(error, '')) AS what FROM billing_events
       WHERE subject IN (:subjects) AND state NOT IN ('applied', 'ignored', 'stored'${mayWait ? ", 'waiting'" : ''})
     UNION ALL SELECT CONCAT(subject, ': is due') FROM billing_subjects
       WHERE subject IN (:subjects) AND due_at IS NOT NULL`,
    { type: QueryTypes.SELECT, replacements: { subjects: [...subjects] } },
  );
  return rows.map((row) => row.what);
}

/** Null once all that is known of the subjects is applied; else what is still not, after much patience. */
export async function whenSettled(
  db: Sequelize,
  subjects: readonly string[],
  moveClock: (milliseconds: number) => void,
  settling: Settling = {},
): Promise<string | null> {
  const began = performance.now();
  for (;;) {
    const waiting = await unsettled(db, subjects, settling);
    if (waiting.length === 0) return null;
    const waited = performance.now() - began;
    if (waited > patience) return `still ${waiting.slice(0, 3).join('; ')}`;
    if (waited > realTimeFor) moveClock(clockStep);
    await new Promise((resolve) => setTimeout(resolve, lookEveryMilliseconds));
  }
}
