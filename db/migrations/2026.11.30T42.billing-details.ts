/** Adds the company and VAT number that a customer gave for a pay link. They are erased with the account. */
import { addColumns, addKeys, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await db.query(`CREATE TABLE IF NOT EXISTS billing_details (
    id CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    user_id BIGINT UNSIGNED NOT NULL,
    company_name VARCHAR(200) NOT NULL,
    vat_number VARCHAR(30) NOT NULL,
    given_at DATETIME(3) NOT NULL,
    KEY billing_details_user_index (user_id, given_at),
    KEY billing_details_given_at_index (given_at, id),
    CONSTRAINT billing_details_user_foreign FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
  await addColumns(db, 'receipts', {
    billing_details_id: 'CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL',
  });
  await addKeys(db, 'receipts', {
    receipts_billing_details_index: 'KEY receipts_billing_details_index (billing_details_id)',
  });
};

export const down: Migration = async ({ context: db }) => {
  await drop(db, 'receipts', [
    ['INDEX', 'receipts_billing_details_index'],
    ['COLUMN', 'billing_details_id'],
  ]);
  await db.query('DROP TABLE IF EXISTS billing_details');
};
