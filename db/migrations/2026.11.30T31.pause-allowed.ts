/** Adds a column that says whether customers may pause subscriptions to a plan. */
import { addColumns, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

export const up: Migration = ({ context: db }) =>
  addColumns(db, 'plans', { pause_allowed: 'TINYINT(1) NOT NULL DEFAULT 0' });

export const down: Migration = ({ context: db }) => drop(db, 'plans', [['COLUMN', 'pause_allowed']]);
