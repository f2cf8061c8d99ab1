/**
 * Marks the company and VAT number to which a receipt refers, so that the hourly deletion of unused ones reads only
 * these.
 */
import { addColumns, addKeys, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await addColumns(db, 'billing_details', { is_used: 'TINYINT UNSIGNED NOT NULL DEFAULT 0' });
  await addKeys(db, 'billing_details', {
    billing_details_unused_index: 'KEY billing_details_unused_index (is_used, given_at, id)',
  });
  await db.query(`UPDATE billing_details d JOIN receipts r ON r.billing_details_id = d.id
    SET d.is_used = 1 WHERE d.is_used = 0`);
  await drop(db, 'billing_details', [['INDEX', 'billing_details_given_at_index']]);
};

export const down: Migration = async ({ context: db }) => {
  await addKeys(db, 'billing_details', {
    billing_details_given_at_index: 'KEY billing_details_given_at_index (given_at, id)',
  });
  await drop(db, 'billing_details', [
    ['INDEX', 'billing_details_unused_index'],
    ['COLUMN', 'is_used'],
  ]);
};
