/** Tests that jobs covering all customers work in bounded pages on large tables, which no query may read in full. */
import { it } from 'vitest';
import { useDatabase } from '#tests/support/database/database.ts';
import { expectBoundedPages, fillTables } from '#tests/support/database/large-tables.ts';

const test = useDatabase();

it('among 60,000 customers a page costs what it costs among 2,000', async () => {
  await fillTables(test.db, 60_000);
  await expectBoundedPages(test.db, { customers: 60_000, limit: 200 });
});
