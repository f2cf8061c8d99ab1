/**
 * Adds which client a licence was last checked by, and indexes that find the licences whose next check is overdue. The
 * client of earlier checks isn't known. Processes of the release before leave the column as it is.
 */
import { addColumns, addKeys, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await addColumns(db, 'last_pings', {
    client_id: 'VARCHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL',
  });
  await addKeys(db, 'last_pings', {
    last_pings_due_index: 'KEY last_pings_due_index (next_check_on, licence_id)',
    last_pings_client_index: 'KEY last_pings_client_index (client_id, next_check_on, licence_id)',
  });
};

export const down: Migration = async ({ context: db }) => {
  await drop(db, 'last_pings', [
    ['INDEX', 'last_pings_client_index'],
    ['INDEX', 'last_pings_due_index'],
    ['COLUMN', 'client_id'],
  ]);
};
