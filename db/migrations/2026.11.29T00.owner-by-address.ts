/** Stops assigning purchases by the buyer's Paddle user id, and compares e-mail addresses in canonical form. */
import { addKeys, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration-list.ts';

export const up: Migration = async ({ context: db }) => {
  await addKeys(db, 'billing_subjects', {
    billing_subjects_unclaimed_index: 'KEY billing_subjects_unclaimed_index (user_id, buyer_email, subject)',
  });
  // The next sweep refolds these purchases and assigns them by passthrough or verified address. The rest have no owner
  // until an account verifies the address.
  await db.query(
    "UPDATE billing_subjects SET due_at = '2000-01-01', version = version + 1 WHERE owned_by = 'paddle_user'",
  );
  // International domain names are stored in ASCII from now on.
  await db.query(
    `UPDATE billing_subjects SET due_at = '2000-01-01', version = version + 1
     WHERE buyer_email IS NOT NULL AND LENGTH(buyer_email) <> CHAR_LENGTH(buyer_email)`,
  );
};

export const down: Migration = async ({ context: db }) => {
  // The foreign key needs an index, so its original index is restored before this one is dropped.
  await addKeys(db, 'billing_subjects', {
    billing_subjects_user_foreign: 'KEY billing_subjects_user_foreign (user_id)',
  });
  await drop(db, 'billing_subjects', [['INDEX', 'billing_subjects_unclaimed_index']]);
};
