/**
 * Adds priorities to the outbox, so that an e-mail is sent first if a user is waiting for it. Also records where each
 * job stopped and how often it has failed.
 */
import { addColumns, addKeys, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  // Priority 0 means that a user is waiting for the e-mail while looking at a page. E-mails are sent in order of
  // priority and, within a priority, of due time.
  await addColumns(db, 'outbox', { priority: 'TINYINT UNSIGNED NOT NULL DEFAULT 1' });
  await addKeys(db, 'outbox', {
    outbox_turn_index: 'KEY outbox_turn_index (state, priority, next_attempt_at)',
    // Used to find e-mails that were sent or discarded long ago, so that they can be deleted.
    outbox_settled_index: 'KEY outbox_settled_index (state, settled_at)',
  });
  await drop(db, 'outbox', [['INDEX', 'outbox_due_index']]);
  // `progress` is the point at which a job resumes; its format depends on the job. `failures` is the number of
  // consecutive failures, from which the backoff is computed.
  await addColumns(db, 'jobs', {
    failures: 'INT UNSIGNED NOT NULL DEFAULT 0',
    progress: 'VARCHAR(1024) NULL',
  });
  // Used to find flags whose detail names another subject.
  await addKeys(db, 'flags', { flags_detail_index: 'KEY flags_detail_index (kind, detail(64))' });
};

export const down: Migration = async ({ context: db }) => {
  await drop(db, 'flags', [['INDEX', 'flags_detail_index']]);
  await drop(db, 'jobs', [
    ['COLUMN', 'progress'],
    ['COLUMN', 'failures'],
  ]);
  await addKeys(db, 'outbox', { outbox_due_index: 'KEY outbox_due_index (state, next_attempt_at)' });
  await drop(db, 'outbox', [
    ['INDEX', 'outbox_settled_index'],
    ['INDEX', 'outbox_turn_index'],
    ['COLUMN', 'priority'],
  ]);
};
