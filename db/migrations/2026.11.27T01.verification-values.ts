/** What is deleted by its value is found by it: without a key, one person's deletion would hold up everybody's sign-in. */
import { addKeys, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration-list.ts';

const key = 'verifications_value_index';

// An account's number, as a rule; longer values begin alike and are of no interest.
export const up: Migration = ({ context: db }) =>
  addKeys(db, 'verifications', { [key]: `KEY ${key} (value(32))` });

export const down: Migration = ({ context: db }) => drop(db, 'verifications', [['INDEX', key]]);
