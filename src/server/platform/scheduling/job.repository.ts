/** Schedules periodic jobs across all processes, with one row per job. */
import type { Sequelize } from 'sequelize';
import { z } from 'zod';
import { column, execute, select } from '#server/platform/database/statements.ts';

export type JobRepository = ReturnType<typeof jobRepository>;

const JobRecord = z.object({
  /** Failures since the last success. */
  failures: column.number,
  progress: column.text.nullable(),
});
export type JobRecord = z.infer<typeof JobRecord>;

const JobRun = z.object({
  name: column.text,
  failures: column.number,
  dueAt: column.instant,
  heldUntil: column.instant,
  beganAt: column.instant.nullable(),
  endedAt: column.instant.nullable(),
});
/** When the last successful run of a job began and ended, and when the job is due again. */
export type JobRun = z.infer<typeof JobRun>;

export function jobRepository(db: Sequelize) {
  const find = async (name: string): Promise<JobRecord | null> => {
    const sql = 'SELECT failures, progress FROM jobs WHERE name = ?';
    const [record] = await select(db, JobRecord, sql, [name]);
    return record ?? null;
  };

  return {
    /**
     * Claims the job for this process and returns its record, or null if the job isn't due or another process holds it.
     * No other process may run it until `heldUntil`, when the claim expires in case this process dies. A job that has
     * never run is due.
     */
    async take(name: string, now: Date, heldUntil: Date): Promise<JobRecord | null> {
      await execute(db, 'INSERT IGNORE INTO jobs (name, due_at, held_until) VALUES (:name, :now, :now)', {
        name,
        now,
      });
      const taken = await execute(
        db,
        'UPDATE jobs SET held_until = :heldUntil WHERE name = :name AND due_at <= :now AND held_until <= :now',
        { name, now, heldUntil },
      );
      return taken === 1 ? find(name) : null;
    },

    /** Returns the progress saved by the job's last run, or null if there is none. */
    progressOf: async (name: string): Promise<string | null> => (await find(name))?.progress ?? null,

    /** Returns the last successful runs of these jobs, by name. A job that no process has taken yet is left out. */
    async runsOf(names: readonly string[]): Promise<Map<string, JobRun>> {
      const rows = await select(
        db,
        JobRun,
        `SELECT name, failures, due_at AS dueAt, held_until AS heldUntil, began_at AS beganAt, ended_at AS endedAt
         FROM jobs WHERE name IN (?)`,
        [names],
      );
      return new Map(rows.map((row) => [row.name, row]));
    },

    /** Saves where the next run should continue; null to start from the beginning. */
    async noteProgress(name: string, progress: string | null): Promise<void> {
      await execute(
        db,
        `INSERT INTO jobs (name, due_at, held_until, progress)
         VALUES (:name, '2000-01-01', '2000-01-01', :progress) ON DUPLICATE KEY UPDATE progress = VALUES(progress)`,
        { name, progress },
      );
    },

    /** Extends the lease from `heldUntil` to `longer`. Returns false if this process no longer holds it. */
    async hold(name: string, heldUntil: Date, longer: Date): Promise<boolean> {
      const sql = 'UPDATE jobs SET held_until = :longer WHERE name = :name AND held_until = :heldUntil';
      return (await execute(db, sql, { name, heldUntil, longer })) === 1;
    },

    /**
     * Releases the lease, so that another process may run the job immediately. Does nothing if this process no longer
     * holds the lease.
     */
    async release(name: string, heldUntil: Date, now: Date): Promise<void> {
      const sql = 'UPDATE jobs SET held_until = :now WHERE name = :name AND held_until = :heldUntil';
      await execute(db, sql, { name, heldUntil, now });
    },

    /**
     * Ends a run. The job is due again at `dueAt`. Does nothing if this process no longer holds the lease. `failures`
     * is the number of consecutive failures including this run, or 0 after a success, when `ran` says when the run
     * began and ended.
     */
    async finish(
      name: string,
      heldUntil: Date,
      { dueAt, failures, ran }: { dueAt: Date; failures: number; ran?: { from: Date; to: Date } },
    ): Promise<void> {
      await execute(
        db,
        `UPDATE jobs SET due_at = :dueAt, held_until = :dueAt, failures = :failures,
           began_at = COALESCE(:from, began_at), ended_at = COALESCE(:to, ended_at)
         WHERE name = :name AND held_until = :heldUntil`,
        { name, heldUntil, dueAt, failures, from: ran?.from ?? null, to: ran?.to ?? null },
      );
    },
  };
}
