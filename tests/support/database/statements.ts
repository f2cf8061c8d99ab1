/** Records the statements that are sent to the database while a function runs. */
import { createRequire } from 'node:module';

type Ask = (this: unknown, ...args: unknown[]) => unknown;
/** The prototype of the driver's connections. Every statement goes through its methods. */
const connection = (
  createRequire(import.meta.url)('mysql2') as { Connection: { prototype: { query: Ask; execute: Ask } } }
).Connection.prototype;

/** Returns all statements that this process sends to the database while `work` runs, in order. */
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
