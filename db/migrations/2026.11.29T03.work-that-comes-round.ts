/**
 * Adds priorities to the outbox, so that e-mails a user is waiting for are sent first. Records where each job stopped
 * and how often it has failed.
 */
import { addColumns, addKeys, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration-list.ts';

export const up: Migration = async ({ context: db }) => {
  // 0 means that a user is waiting for the e-mail on a page. E-mails are sent by priority, then by due time.
  await addColumns(db, 'outbox', { priority: 'TINYINT UNSIGNED NOT NULL DEFAULT 1' });
  await addKeys(db, 'outbox', {
    outbox_turn_index: 'KEY outbox_turn_index (state, priority, next_attempt_at)',
    // For deleting e-mails that were settled long ago.
    outbox_settled_index: 'KEY outbox_settled_index (state, settled_at)',
  });
  await drop(db, 'outbox', [['INDEX', 'outbox_due_index']]);
  // `progress` is where the job resumes, in a job-specific format. The number of consecutive failures determines the
  // backoff.
  await addColumns(db, 'jobs', {
    failures: 'INT UNSIGNED NOT NULL DEFAULT 0',
    progress: 'VARCHAR(1024) NULL',
  });
  // For finding flags whose detail names another subject.
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
