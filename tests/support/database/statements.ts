/** What is asked of the database while something is done. */
import { createRequire } from 'node:module';

type Ask = (this: unknown, ...args: unknown[]) => unknown;
/** The driver's connections: everything that is asked goes through them. */
const connection = (
  createRequire(import.meta.url)('mysql2') as { Connection: { prototype: { query: Ask; execute: Ask } } }
).Connection.prototype;

/** The texts of all statements of this process until `work` is over, in their order. */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = [];
  const { query, execute } = connection;
  const listening = (original: Ask): Ask =>
    function (this: unknown, ...args) {
      const [first] = args as [string | { sql: string }];
      statements.push((typeof first === 'string' ? first : first.sql).trim());
      return original.apply(this, args);
    };
  Object.assign(connection, { query: listening(query), execute: listening(execute) });
  try {
    await work();
    return statements;
  } finally {
    Object.assign(connection, { query, execute });
  }
}
