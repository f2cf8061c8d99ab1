/** Purchases are no longer given by a buyer's number at Paddle, and addresses are compared in one form. */
import { addKeys, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration-list.ts';

export const up: Migration = async ({ context: db }) => {
  await addKeys(db, 'billing_subjects', {
    billing_subjects_unclaimed_index: 'KEY billing_subjects_unclaimed_index (user_id, buyer_email, subject)',
  });
  // Folded again at the next sweep: theirs by passthrough or verified address, or nobody's until somebody verifies it.
  await db.query(
    "UPDATE billing_subjects SET due_at = '2000-01-01', version = version + 1 WHERE owned_by = 'paddle_user'",
  );
  // A domain beyond ASCII is stored in ASCII from now on.
  await db.query(
    `UPDATE billing_subjects SET due_at = '2000-01-01', version = version + 1
     WHERE buyer_email IS NOT NULL AND LENGTH(buyer_email) <> CHAR_LENGTH(buyer_email)`,
  );
};

export const down: Migration = async ({ context: db }) => {
  // The foreign key stands on the index: the one it had by itself comes back first.
  await addKeys(db, 'billing_subjects', {
    billing_subjects_user_foreign: 'KEY billing_subjects_user_foreign (user_id)',
  });
  await drop(db, 'billing_subjects', [['INDEX', 'billing_subjects_unclaimed_index']]);
};
