/** Records, for each changed plan, up to which stream its streams have been folded again. */
import { addColumns, addKeys, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  // Name of the last stream that has been folded again; an empty string before the first one. NULL if no stream needs
  // to be.
  await addColumns(db, 'plans', {
    refold_after: 'VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL',
  });
  await addKeys(db, 'subscriptions', {
    subscriptions_plan_index: 'KEY subscriptions_plan_index (paddle_plan_id, subject)',
  });
  await addKeys(db, 'receipts', { receipts_plan_index: 'KEY receipts_plan_index (plan_id, subject)' });
};

export const down: Migration = async ({ context: db }) => {
  // The foreign key needs an index, so it gets a separate one before the combined one is dropped.
  await addKeys(db, 'receipts', { receipts_plan_foreign: 'KEY receipts_plan_foreign (plan_id)' });
  await drop(db, 'receipts', [['INDEX', 'receipts_plan_index']]);
  await drop(db, 'subscriptions', [['INDEX', 'subscriptions_plan_index']]);
  await drop(db, 'plans', [['COLUMN', 'refold_after']]);
};
