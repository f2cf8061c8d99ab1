/** Adds to plans whether they are still sold, their place on pages, and a version for people who edit them. */
import { addColumns, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

export const up: Migration = ({ context: db }) =>
  addColumns(db, 'plans', {
    retired_at: 'DATETIME(3) NULL',
    // Plans that were never put in order come last, so plans have the order of their prices until somebody changes it.
    position: 'SMALLINT UNSIGNED NOT NULL DEFAULT 65535',
    version: 'INT UNSIGNED NOT NULL DEFAULT 1',
  });

export const down: Migration = ({ context: db }) =>
  drop(db, 'plans', [
    ['COLUMN', 'version'],
    ['COLUMN', 'position'],
    ['COLUMN', 'retired_at'],
  ]);
