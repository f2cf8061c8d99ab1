/** Adds the names and descriptions of plans in further languages. */
import { addColumns, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

export const up: Migration = ({ context: db }) => addColumns(db, 'plans', { translations: 'TEXT NULL' });

export const down: Migration = ({ context: db }) => drop(db, 'plans', [['COLUMN', 'translations']]);
