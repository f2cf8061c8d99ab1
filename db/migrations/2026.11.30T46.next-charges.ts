/**
 * Adds columns that say what Paddle will charge next and what a period costs. The streams of subscriptions are folded
 * again. `licences.last_paid_…` then contains the last payment, even if it paid for a part of a period.
 */
import { addColumns, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await addColumns(db, 'subscriptions', {
    next_charge_minor: 'BIGINT NULL',
    period_price_minor: 'BIGINT NULL',
    first_charge_on: 'DATE NULL',
    first_charge_minor: 'BIGINT NULL',
    charge_currency: 'CHAR(3) CHARACTER SET ascii COLLATE ascii_bin NULL',
  });
  // Also increments the version, so that a process that is currently folding one of these streams can't store a
  // subscription without these columns afterward.
  await db.query(`UPDATE event_streams s JOIN subscriptions paid ON paid.stream = s.stream
    SET s.refold_at = '2000-01-01', s.version = s.version + 1
    WHERE paid.next_charge_minor IS NULL`);
};

export const down: Migration = ({ context: db }) =>
  drop(db, 'subscriptions', [
    ['COLUMN', 'next_charge_minor'],
    ['COLUMN', 'period_price_minor'],
    ['COLUMN', 'first_charge_on'],
    ['COLUMN', 'first_charge_minor'],
    ['COLUMN', 'charge_currency'],
  ]);
