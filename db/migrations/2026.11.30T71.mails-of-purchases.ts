/**
 * Adds the purchase that an e-mail is about, by which administrators find e-mails to buyers without an account. E-mails
 * of earlier releases don't have it.
 */
import { addColumns, addKeys, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await addColumns(db, 'outbox', { stream: 'VARCHAR(64) NULL' });
  await addKeys(db, 'outbox', { outbox_stream_index: 'KEY outbox_stream_index (stream, id)' });
};

export const down: Migration = async ({ context: db }) => {
  await drop(db, 'outbox', [
    ['INDEX', 'outbox_stream_index'],
    ['COLUMN', 'stream'],
  ]);
};
