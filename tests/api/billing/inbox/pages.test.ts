/** Tests that jobs covering all customers work in pages, and that each page reads only its share of the tables. */
import { it } from 'vitest';
import { useDatabase } from '#tests/support/database/database.ts';
import { expectBoundedPages, fillTables } from '#tests/support/database/large-tables.ts';

const test = useDatabase();

it('Customers with several licences and streams without events are read in pages of bounded cost', async () => {
  await fillTables(test.db, 2_000);
  await expectBoundedPages(test.db, { customers: 2_000, limit: 200 });
});
