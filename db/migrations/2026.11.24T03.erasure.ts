/** Records why a buyer's data was erased, so that the operator can justify it later. */
import { addColumns, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await addColumns(db, 'paddle_customers', { erased_because: 'VARCHAR(500) NULL' });
};

export const down: Migration = async ({ context: db }) => {
  await drop(db, 'paddle_customers', [['COLUMN', 'erased_because']]);
};
