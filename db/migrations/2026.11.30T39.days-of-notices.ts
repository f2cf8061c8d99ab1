/** Adds indexes for finding licences that end soon and subscriptions that are charged soon. */
import { addKeys, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await addKeys(db, 'licences', {
    licences_valid_until_index: 'KEY licences_valid_until_index (valid_until_at)',
    licences_ends_index: 'KEY licences_ends_index (ends_on)',
    licences_paused_index: 'KEY licences_paused_index (paused_from)',
  });
  await addKeys(db, 'subscriptions', {
    subscriptions_next_bill_index: 'KEY subscriptions_next_bill_index (next_bill_on)',
  });
};

export const down: Migration = async ({ context: db }) => {
  await drop(db, 'subscriptions', [['INDEX', 'subscriptions_next_bill_index']]);
  await drop(db, 'licences', [
    ['INDEX', 'licences_paused_index'],
    ['INDEX', 'licences_ends_index'],
    ['INDEX', 'licences_valid_until_index'],
  ]);
};
