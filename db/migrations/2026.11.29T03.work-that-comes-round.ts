/** Mails that somebody waits for come first; jobs remember where they were and how often they failed. */
import { addColumns, addKeys, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration-list.ts';

export const up: Migration = async ({ context: db }) => {
  // 0: a person sits in front of a page until it comes. Mails are taken by priority, then by when they are due.
  await addColumns(db, 'outbox', { priority: 'TINYINT UNSIGNED NOT NULL DEFAULT 1' });
  await addKeys(db, 'outbox', {
    outbox_turn_index: 'KEY outbox_turn_index (state, priority, next_attempt_at)',
    // For deleting what was settled long ago.
    outbox_settled_index: 'KEY outbox_settled_index (state, settled_at)',
  });
  await drop(db, 'outbox', [['INDEX', 'outbox_due_index']]);
  // `progress`: where the job goes on, in its own words. Failures in a row decide how soon it is tried again.
  await addColumns(db, 'jobs', {
    failures: 'INT UNSIGNED NOT NULL DEFAULT 0',
    progress: 'VARCHAR(1024) NULL',
  });
  // For the flags that name another subject in their detail.
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
