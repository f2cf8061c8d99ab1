/** When work that comes round is due next, for all processes together. */
import { QueryTypes, type Sequelize } from 'sequelize';

export type JobRepository = ReturnType<typeof jobRepository>;

export interface JobRecord {
  /** How often it has failed since it last succeeded. */
  failures: number;
  progress: string | null;
}

export function jobRepository(db: Sequelize) {
  return {
    /**
     * Where the job is due and this process is the one to run it: how it went so far. Until `heldUntil` no other
     * process may run it, should this one die. A job nobody has run yet is due.
     */
    async take(name: string, now: Date, heldUntil: Date): Promise<JobRecord | null> {
      await db.query('INSERT IGNORE INTO jobs (name, due_at, held_until) VALUES (:name, :now, :now)', {
        replacements: { name, now },
      });
      const [, taken] = await db.query(
        'UPDATE jobs SET held_until = :heldUntil WHERE name = :name AND due_at <= :now AND held_until <= :now',
        { type: QueryTypes.UPDATE, replacements: { name, now, heldUntil } },
      );
      if (taken !== 1) return null;
      const [record] = await db.query<JobRecord>('SELECT failures, progress FROM jobs WHERE name = :name', {
        type: QueryTypes.SELECT,
        replacements: { name },
      });
      return record ?? null;
    },

    /** What a job has noted of how far it is, for whoever runs it next; null when it has noted nothing. */
    async progressOf(name: string): Promise<string | null> {
      const [record] = await db.query<JobRecord>('SELECT failures, progress FROM jobs WHERE name = :name', {
        type: QueryTypes.SELECT,
        replacements: { name },
      });
      return record?.progress ?? null;
    },

    /** Notes how far it is: whoever runs it next goes on from there. Null: from the beginning. */
    async noteProgress(name: string, progress: string | null): Promise<void> {
      await db.query(
        `INSERT INTO jobs (name, due_at, held_until, progress)
         VALUES (:name, '2000-01-01', '2000-01-01', :progress) ON DUPLICATE KEY UPDATE progress = VALUES(progress)`,
        { replacements: { name, progress } },
      );
    },

    /** Holds it longer. False when it is no longer held by whoever was to hold it until then. */
    async hold(name: string, heldUntil: Date, longer: Date): Promise<boolean> {
      const [, held] = await db.query(
        'UPDATE jobs SET held_until = :longer WHERE name = :name AND held_until = :heldUntil',
        { type: QueryTypes.UPDATE, replacements: { name, heldUntil, longer } },
      );
      return held === 1;
    },

    /** Stops in the middle and lets another process have it at once; nothing changes where another has it by now. */
    async release(name: string, heldUntil: Date, now: Date): Promise<void> {
      await db.query('UPDATE jobs SET held_until = :now WHERE name = :name AND held_until = :heldUntil', {
        replacements: { name, heldUntil, now },
      });
    },

    /**
     * It has ended, and is due again then; nothing changes where another process has it by now. `failures`: in a row,
     * this time included; none when it has succeeded.
     */
    async finish(
      name: string,
      heldUntil: Date,
      { dueAt, failures }: { dueAt: Date; failures: number },
    ): Promise<void> {
      await db.query(
        `UPDATE jobs SET due_at = :dueAt, held_until = :dueAt, failures = :failures
         WHERE name = :name AND held_until = :heldUntil`,
        { replacements: { name, heldUntil, dueAt, failures } },
      );
    },
  };
}
