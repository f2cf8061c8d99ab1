/** Adds to changes of subscriptions the administrator who asked for them; null if the customer did. */
import { addColumns, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

export const up: Migration = ({ context: db }) =>
  addColumns(db, 'subscription_changes', { administrator_id: 'BIGINT UNSIGNED NULL' });

export const down: Migration = ({ context: db }) =>
  drop(db, 'subscription_changes', [['COLUMN', 'administrator_id']]);
