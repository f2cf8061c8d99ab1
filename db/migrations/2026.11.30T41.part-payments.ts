/**
 * Adds columns that say what a payment within a period was for. The streams that may have such a payment are folded
 * again: those with a payment that followed the previous one sooner than a period.
 */
import { addColumns, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await addColumns(db, 'receipts', {
    part_kind: 'VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL',
    part_seats: 'INT UNSIGNED NULL',
    part_days: 'INT UNSIGNED NULL',
    part_from_plan_id: 'BIGINT UNSIGNED NULL',
  });
  // Also increments the version, so that a process that is currently folding one of these streams can't store receipts
  // without these columns afterward.
  await db.query(`UPDATE event_streams s
    JOIN (
      SELECT DISTINCT paid.stream FROM (
        SELECT r.stream, r.paid_at, LAG(r.paid_at) OVER last AS paid_before,
          LAG(p.frequency) OVER last AS frequency_before
        FROM receipts r LEFT JOIN plans p ON p.id = r.plan_id
        WINDOW last AS (PARTITION BY r.stream ORDER BY r.paid_at, r.id)
      ) paid
      WHERE DATEDIFF(paid.paid_at, paid.paid_before) < IF(paid.frequency_before = 'Monthly', 28, 365)
    ) part ON part.stream = s.stream
    SET s.refold_at = '2000-01-01', s.version = s.version + 1`);
};

export const down: Migration = ({ context: db }) =>
  drop(db, 'receipts', [
    ['COLUMN', 'part_kind'],
    ['COLUMN', 'part_seats'],
    ['COLUMN', 'part_days'],
    ['COLUMN', 'part_from_plan_id'],
  ]);
