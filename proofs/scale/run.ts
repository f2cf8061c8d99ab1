/**
 * `npm run scale`: seeds a new database with many customers, licences and receipts, measures every query of
 * administration on it and prints a table. Exits with 1 if a query is too slow, reads a whole table, or if a procedure
 * that reads is not measured.
 */
import { parseArgs } from 'node:util';
import { printTable } from '#bench/report.ts';
import { makeProofDatabase, stopDatabaseServer } from '#proofs/shop/database.ts';
import { refuseUsage } from '#scripts/usage.mjs';
import { runScale } from './scale.ts';

const usage = 'usage: npm run scale [-- --customers NUMBER]';

function readCustomers(): number {
  try {
    const { values } = parseArgs({
      options: { customers: { type: 'string', default: '1000000' }, help: { type: 'boolean' } },
    });
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    const customers = Number(values.customers);
    if (!Number.isSafeInteger(customers) || customers < 1_000)
      throw new Error(`--customers must be a number from 1000, but is ${values.customers}.`);
    return customers;
  } catch (error) {
    refuseUsage(error, usage);
  }
}

const customers = readCustomers();
const say = (line: string) => void process.stderr.write(`${line}\n`);
let isFine = false;
try {
  const database = await makeProofDatabase('scale');
  try {
    const { queries, file, receipts, problems } = await runScale(database, customers, say);
    const number = new Intl.NumberFormat('en-US');
    console.log(`${number.format(customers)} customers and licences, ${number.format(receipts)} receipts\n`);
    printTable(
      ['query', 'median ms', 'limit', 'SELECT 1', 'statements', ''],
      queries.map(({ name, ms, roundTripMs, withinMs, statements, problem }) => [
        ...[name, ms.toFixed(1), withinMs, roundTripMs.toFixed(2), statements],
        problem === null && ms <= withinMs ? '' : 'not fine',
      ]),
    );
    const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
    console.log(
      `customers.csv: ${number.format(file.rows)} rows, ${megabytes(file.bytes)} MB in ${file.seconds.toFixed(0)} s, ` +
        `${megabytes(file.addedMemory)} MB of memory added\n`,
    );
    for (const problem of problems) console.log(problem);
    isFine = problems.length === 0;
  } finally {
    await database.drop();
  }
} finally {
  await stopDatabaseServer();
}
process.exit(isFine ? 0 : 1);
