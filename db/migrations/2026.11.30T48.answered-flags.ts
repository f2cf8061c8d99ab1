/** Adds when a customer said that they want both of two licences, of which the second one has a flag. */
import { addColumns, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

export const up: Migration = ({ context: db }) => addColumns(db, 'flags', { wanted_at: 'DATETIME(3) NULL' });

export const down: Migration = ({ context: db }) => drop(db, 'flags', [['COLUMN', 'wanted_at']]);
