/**
 * Adds columns that say by which version of the rules a stream was folded last. All streams count as outdated at first,
 * so they are folded again in the background. This replaces the job that did so for receipts of part payments.
 */
import { addColumns, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await addColumns(db, 'event_streams', {
    folded_rules: 'SMALLINT UNSIGNED NOT NULL DEFAULT 0',
    folded_version: 'INT UNSIGNED NOT NULL DEFAULT 0',
  });
  await db.query("DELETE FROM jobs WHERE name = 'part_payments'");
};

export const down: Migration = ({ context: db }) =>
  drop(db, 'event_streams', [
    ['COLUMN', 'folded_rules'],
    ['COLUMN', 'folded_version'],
  ]);
