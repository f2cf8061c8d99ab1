/** Tests that jobs covering all customers work in bounded pages on large tables, which no query may read in full. */
import { it } from 'vitest';
import { useDatabase } from '#tests/support/database/database.ts';
import { expectBoundedPages, fillTables } from '#tests/support/database/large-tables.ts';

const test = useDatabase();

it('A page of a job costs as much with 60,000 customers as with 2,000', async () => {
  await fillTables(test.db, 60_000);
  await expectBoundedPages(test.db, { customers: 60_000, limit: 200 });
});
