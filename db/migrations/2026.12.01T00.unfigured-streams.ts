/**
 * Makes the mark of streams whose figures are out of date an ordinary column. It was generated, and MariaDB 10.11 has
 * reported that the index on it was corrupted. All streams are marked at first, and figured again in the background. A
 * process of the release before, which doesn't set the mark, is covered by a daily comparison of the versions.
 */
import { addColumns, addKeys, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

const index = { event_streams_unfigured_index: 'KEY event_streams_unfigured_index (is_unfigured, stream)' };

export const up: Migration = async ({ context: db }) => {
  await drop(db, 'event_streams', [
    ['INDEX', 'event_streams_unfigured_index'],
    ['COLUMN', 'is_unfigured'],
  ]);
  await addColumns(db, 'event_streams', { is_unfigured: 'TINYINT(1) UNSIGNED NULL DEFAULT 1' });
  await addKeys(db, 'event_streams', index);
};

export const down: Migration = async ({ context: db }) => {
  await drop(db, 'event_streams', [
    ['INDEX', 'event_streams_unfigured_index'],
    ['COLUMN', 'is_unfigured'],
  ]);
  await addColumns(db, 'event_streams', {
    is_unfigured:
      'TINYINT UNSIGNED GENERATED ALWAYS AS (CASE WHEN figured_version = version THEN NULL ELSE 1 END) VIRTUAL',
  });
  await addKeys(db, 'event_streams', index);
};
