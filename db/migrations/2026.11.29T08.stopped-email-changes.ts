/** Records when an e-mail change was stopped. Previously, stopping a change only set its expiry to the current time. */
import { addColumns, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

export const up: Migration = ({ context: db }) =>
  addColumns(db, 'email_changes', { stopped_at: 'DATETIME(3) NULL' });

export const down: Migration = async ({ context: db }) => {
  // Without the column, the link of a stopped change is disabled only by an expiry in the past.
  await db.query(
    'UPDATE email_changes SET expires_at = LEAST(expires_at, requested_at) WHERE stopped_at IS NOT NULL',
  );
  await drop(db, 'email_changes', [['COLUMN', 'stopped_at']]);
};
