/**
 * Adds a second secret to the clients of instances, which stays valid for a while after a new one was made. The newest
 * one stays in `secret_hash`, which processes of the release before read and write; they accept that one only.
 */
import { addColumns, addKeys, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

const added = {
  secret_number: 'INT UNSIGNED NOT NULL DEFAULT 1',
  secret_made_at: 'DATETIME(3) NULL',
  older_secret_hash: 'VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NULL',
  older_secret_number: 'INT UNSIGNED NULL',
  older_secret_made_at: 'DATETIME(3) NULL',
  older_secret_ends_at: 'DATETIME(3) NULL',
};

export const up: Migration = async ({ context: db }) => {
  await addColumns(db, 'instance_clients', added);
  await addKeys(db, 'instance_clients', {
    instance_clients_name_index: 'KEY instance_clients_name_index (name, id)',
  });
};

export const down: Migration = async ({ context: db }) => {
  await drop(db, 'instance_clients', [
    ['INDEX', 'instance_clients_name_index'],
    ...Object.keys(added).map((name) => ['COLUMN', name] as const),
  ]);
};
