/**
 * Records whether each passkey verifies its user. A passkey that doesn't can't be used as the only factor to sign in,
 * and it doesn't count as the last remaining sign-in method.
 */
import { addColumns, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

export const up: Migration = ({ context: db }) =>
  addColumns(db, 'passkeys', { verifies_user: 'TINYINT(1) NOT NULL DEFAULT 1' });

export const down: Migration = ({ context: db }) => drop(db, 'passkeys', [['COLUMN', 'verifies_user']]);
