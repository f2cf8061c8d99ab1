/**
 * Adds an index on the value of verifications, because rows are deleted by value. Without the index, each deletion
 * would make MySQL lock every row, and one user's deletion would block everyone's sign-in.
 */
import { addKeys, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

const key = 'verifications_value_index';

// Indexing a short prefix is enough, because only short values are looked up, usually account ids. Longer values may
// share a prefix, but no query looks them up.
export const up: Migration = ({ context: db }) =>
  addKeys(db, 'verifications', { [key]: `KEY ${key} (value(32))` });

export const down: Migration = ({ context: db }) => drop(db, 'verifications', [['INDEX', key]]);
