/** Adds the indexes by which administrators list the events of the log and the open flags. */
import { addKeys, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  // InnoDB adds the primary key to every index, so the rows of one state, or of one type and state, are in the order of
  // their IDs, which is the order of the list.
  await addKeys(db, 'billing_events', {
    billing_events_state_index: 'KEY billing_events_state_index (state)',
    billing_events_type_index: 'KEY billing_events_type_index (type, state)',
    billing_events_source_index: 'KEY billing_events_source_index (source, received_at)',
  });
  await addKeys(db, 'flags', {
    flags_kind_index: 'KEY flags_kind_index (kind, resolved_at, raised_at)',
  });
};

export const down: Migration = async ({ context: db }) => {
  await drop(db, 'flags', [['INDEX', 'flags_kind_index']]);
  await drop(db, 'billing_events', [
    ['INDEX', 'billing_events_source_index'],
    ['INDEX', 'billing_events_type_index'],
    ['INDEX', 'billing_events_state_index'],
  ]);
};
