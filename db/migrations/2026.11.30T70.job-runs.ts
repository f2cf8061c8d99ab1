/** Stores when the last successful run of each job began and ended, which the inbox of administration shows. */
import { addColumns, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

export const up: Migration = ({ context: db }) =>
  addColumns(db, 'jobs', { began_at: 'DATETIME(3) NULL', ended_at: 'DATETIME(3) NULL' });

export const down: Migration = ({ context: db }) =>
  drop(db, 'jobs', [
    ['COLUMN', 'ended_at'],
    ['COLUMN', 'began_at'],
  ]);
