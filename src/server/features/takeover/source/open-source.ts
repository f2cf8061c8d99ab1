/** Opens the PHP portal's database to read it, and checks that it is one. */
import type { DatabaseAddress } from '#server/platform/database/address.ts';
import { answerLimits, openDatabase } from '#server/platform/database/connection.ts';
import {
  columnsOfSource,
  type SourceRepository,
  sourceRepository,
  sourceTables,
} from './source.repository.ts';

/** Thrown with one sentence for an operator if the import can't begin. */
export class ImportRefused extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'ImportRefused';
  }
}

/** Returns what is missing for this to be the PHP portal's database; null if nothing is. */
function problemOf(columns: ReadonlyMap<string, ReadonlySet<string>>): string | null {
  if (columns.has('schema_migrations') && columns.has('billing_events'))
    return 'LARAVEL_DATABASE_URL names a database of this portal, not the PHP portal’s.';
  const tables = Object.keys(sourceTables).filter((table) => !columns.has(table));
  if (tables.length > 0)
    return `This is not the PHP portal’s database: it has no table ${tables.join(', ')}.`;
  const missing = Object.entries(sourceTables).flatMap(([table, { shape }]) =>
    Object.entries(shape)
      .filter(([name, schema]) => !columns.get(table)?.has(name) && !schema.safeParse(undefined).success)
      .map(([name]) => `${table}.${name}`),
  );
  return missing.length > 0
    ? `The PHP portal’s database is of a version that is not known: it has no column ${missing.join(', ')}.`
    : null;
}

/** Calls `work` with the database and closes it afterwards. Throws `ImportRefused` if it isn't the PHP portal's. */
export async function withSource<T>(
  address: DatabaseAddress,
  work: (source: SourceRepository) => Promise<T>,
): Promise<T> {
  const db = openDatabase({ address, poolSize: 4, answerWithinMs: answerLimits.work, isSource: true });
  try {
    const columns = await columnsOfSource(db);
    const problem = problemOf(columns);
    if (problem !== null) throw new ImportRefused(problem);
    return await work(sourceRepository(db, columns));
  } finally {
    await db.close();
  }
}
