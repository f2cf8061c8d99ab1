/**
 * Schedules a job for the receipts that processes of the previous release store after T41, without the columns that it
 * added. The job is due a day later, when these processes have been replaced.
 */
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await db.query(`INSERT INTO jobs (name, due_at, held_until)
    VALUES ('part_payments', DATE_ADD(UTC_TIMESTAMP(3), INTERVAL 1 DAY), '2000-01-01')
    ON DUPLICATE KEY UPDATE due_at = VALUES(due_at)`);
};

export const down: Migration = async ({ context: db }) => {
  await db.query("DELETE FROM jobs WHERE name = 'part_payments'");
};
