/**
 * Indexes verifications by value, because rows are deleted by value. Without an index, MySQL would lock every row, and
 * one user's deletion would block all sign-ins.
 */
import { addKeys, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration-list.ts';

const key = 'verifications_value_index';

// A short prefix is enough: deletions look up short values, usually an account id. Longer values may share a prefix,
// but are never looked up.
export const up: Migration = ({ context: db }) =>
  addKeys(db, 'verifications', { [key]: `KEY ${key} (value(32))` });

export const down: Migration = ({ context: db }) => drop(db, 'verifications', [['INDEX', key]]);
