/**
 * Records which passkeys verify their user. Passkeys that don't can't sign a customer in on their own and don't count
 * as the last sign-in method.
 */
import { addColumns, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration-list.ts';

export const up: Migration = ({ context: db }) =>
  addColumns(db, 'passkeys', { verifies_user: 'TINYINT(1) NOT NULL DEFAULT 1' });

export const down: Migration = ({ context: db }) => drop(db, 'passkeys', [['COLUMN', 'verifies_user']]);
