/**
 * Stops assigning purchases by the buyer's user id at Paddle. From now on, e-mail addresses are compared in their
 * canonical form.
 */
import { addKeys, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await addKeys(db, 'billing_subjects', {
    billing_subjects_unclaimed_index: 'KEY billing_subjects_unclaimed_index (user_id, buyer_email, subject)',
  });
  // The next sweep folds these purchases again and assigns them by passthrough or by verified address. If neither
  // matches, a purchase has no owner until an account verifies the buyer's address.
  await db.query(
    "UPDATE billing_subjects SET due_at = '2000-01-01', version = version + 1 WHERE owned_by = 'paddle_user'",
  );
  // From now on, international domain names are stored in ASCII. Purchases whose buyer's address contains other
  // characters are folded again.
  await db.query(
    `UPDATE billing_subjects SET due_at = '2000-01-01', version = version + 1
     WHERE buyer_email IS NOT NULL AND LENGTH(buyer_email) <> CHAR_LENGTH(buyer_email)`,
  );
};

export const down: Migration = async ({ context: db }) => {
  // The foreign key needs an index, so the original one is restored before this one is dropped.
  await addKeys(db, 'billing_subjects', {
    billing_subjects_user_foreign: 'KEY billing_subjects_user_foreign (user_id)',
  });
  await drop(db, 'billing_subjects', [['INDEX', 'billing_subjects_unclaimed_index']]);
};
