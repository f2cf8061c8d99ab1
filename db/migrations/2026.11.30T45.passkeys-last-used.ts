/** Adds when a passkey or security key was last used, by which customers recognise the one that they have lost. */
import { addColumns, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

export const up: Migration = ({ context: db }) =>
  addColumns(db, 'passkeys', { last_used_at: 'DATETIME(3) NULL' });

export const down: Migration = ({ context: db }) => drop(db, 'passkeys', [['COLUMN', 'last_used_at']]);
