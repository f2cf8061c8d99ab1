/** `portal migrate`: creates or updates the database schema. */
import type { Command } from 'commander';
import { counted, done, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { readDatabaseConfig } from '#server/config/config.ts';
import { hourMs } from '#shared/durations.ts';

/**
 * Query timeout in milliseconds. It is this long because altering a large table is a single statement, which returns
 * nothing until it finishes.
 */
const answerWithinMs = hourMs;

export function addMigrate(program: Command): void {
  const command = program
    .command('migrate')
    .summary('set up or update the schema')
    .description(
      'Sets up the schema, or updates it after a release. Safe to run more than once, and from two machines at the same time: ' +
        'the second waits for the first. Needs only the database settings.',
    );
  answers(command, async () => {
    const database = readDatabaseConfig();
    const [{ ForeignDatabase, migrateUp }, { openDatabase }] = await Promise.all([
      import('#db/migrate.ts'),
      import('#server/platform/database/connection.ts'),
    ]);
    const db = openDatabase({ ...database, poolSize: 2, answerWithinMs });
    try {
      const notes: string[] = [];
      const applied = await migrateUp(db, {
        say: (line) => process.stderr.write(`${line}\n`),
        note: (line) => notes.push(line),
      });
      const text =
        applied.length === 0
          ? 'The schema is up to date.'
          : `Applied ${counted(applied.length, 'migration')}:\n${applied.map((name) => `  ${name}`).join('\n')}`;
      return done([text, ...notes].join('\n'), { applied, notes });
    } catch (error) {
      if (error instanceof ForeignDatabase) return refused(error.message);
      throw error;
    } finally {
      await db.close();
    }
  });
}
