/** Renames tables, columns and keys to the standard terms: event streams, idempotency keys, API tokens. */
import type { Sequelize } from 'sequelize';
import { addForeignKey, drop, renameColumns, renameKeys, renameTable } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

type Names = Readonly<Record<string, string>>;

const tables: Names = { billing_subjects: 'event_streams', personal_tokens: 'api_tokens' };

/** The columns to rename, keyed by the new name of their table. */
const columns: Readonly<Record<string, Names>> = {
  event_streams: { subject: 'stream', due_at: 'refold_at' },
  billing_events: { subject: 'stream' },
  subscriptions: { subject: 'stream' },
  licences: { subject: 'stream' },
  receipts: { subject: 'stream' },
  flags: { subject: 'stream' },
  paddle_cancellations: { subject: 'stream' },
  outbox: { fact: 'idempotency_key' },
  api_tokens: { place: 'slot' },
  sessions: { confirmed_at: 'reauthenticated_at' },
};

const keys: Readonly<Record<string, Names>> = {
  event_streams: {
    billing_subjects_due_index: 'event_streams_refold_index',
    billing_subjects_paddle_user_index: 'event_streams_paddle_user_index',
    billing_subjects_email_index: 'event_streams_email_index',
    billing_subjects_unclaimed_index: 'event_streams_unclaimed_index',
  },
  billing_events: { billing_events_subject_index: 'billing_events_stream_index' },
  subscriptions: { subscriptions_subject_unique: 'subscriptions_stream_unique' },
  licences: { licences_subject_unique: 'licences_stream_unique' },
  receipts: {
    receipts_subject_reference_unique: 'receipts_stream_reference_unique',
    receipts_subject_order_unique: 'receipts_stream_order_unique',
  },
  flags: { flags_subject_reference_unique: 'flags_stream_reference_unique' },
  outbox: { outbox_fact_unique: 'outbox_idempotency_key_unique' },
  api_tokens: {
    personal_tokens_hash_unique: 'api_tokens_hash_unique',
    personal_tokens_place_unique: 'api_tokens_slot_unique',
  },
};

/**
 * MySQL can't rename foreign keys. The new key is added before the old one is dropped, so that the constraint is
 * enforced at all times.
 */
const foreignKeys = [
  ['event_streams', 'billing_subjects_user_foreign', 'event_streams_user_foreign', 'SET NULL'],
  ['api_tokens', 'personal_tokens_user_foreign', 'api_tokens_user_foreign', 'CASCADE'],
] as const;

const reversed = (names: Names): Names => Object.fromEntries(Object.entries(names).map(([a, b]) => [b, a]));

async function renameInside(db: Sequelize, way: (names: Names) => Names): Promise<void> {
  for (const [table, names] of Object.entries(columns)) await renameColumns(db, table, way(names));
  for (const [table, names] of Object.entries(keys)) await renameKeys(db, table, way(names));
}

export const up: Migration = async ({ context: db }) => {
  for (const [from, to] of Object.entries(tables)) await renameTable(db, from, to);
  await renameInside(db, (names) => names);
  for (const [table, from, to, onDelete] of foreignKeys) {
    await addForeignKey(db, table, to, `(user_id) REFERENCES users (id) ON DELETE ${onDelete}`);
    await drop(db, table, [['FOREIGN KEY', from]]);
  }
};

export const down: Migration = async ({ context: db }) => {
  for (const [table, from, to, onDelete] of foreignKeys) {
    await addForeignKey(db, table, from, `(user_id) REFERENCES users (id) ON DELETE ${onDelete}`);
    await drop(db, table, [['FOREIGN KEY', to]]);
  }
  await renameInside(db, reversed);
  for (const [from, to] of Object.entries(tables)) await renameTable(db, to, from);
};
