/**
 * Adds the keys by which administrators list e-mails and the addresses that refuse them. Each key ends in the order of
 * its list.
 */
import { addKeys, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await addKeys(db, 'outbox', {
    outbox_state_index: 'KEY outbox_state_index (state, id)',
    outbox_template_index: 'KEY outbox_template_index (template, state, id)',
  });
  await addKeys(db, 'users', {
    users_email_refused_index: 'KEY users_email_refused_index (email_refused_at, id)',
  });
};

export const down: Migration = async ({ context: db }) => {
  await drop(db, 'outbox', [
    ['INDEX', 'outbox_state_index'],
    ['INDEX', 'outbox_template_index'],
  ]);
  await drop(db, 'users', [['INDEX', 'users_email_refused_index']]);
};
