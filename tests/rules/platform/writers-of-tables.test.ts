/** Tests that each table is written by one repository. */
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { filesBelow, textOf } from '#tests/support/tree/repository.ts';

/** The ways in which the server writes a table: a model, a statement, and a rule for deleting expired rows. */
const writes = [
  /\bmodelOf<\w+>\(\s*\w+,\s*'(\w+)'/g,
  /\b(?:INSERT (?:IGNORE )?INTO|(?<!FOR )(?<!KEY )UPDATE|DELETE FROM|REPLACE INTO)\s+`?([a-z_]+)`?(?=\s+(?:SET\b|\(|WHERE\b|\w+\s+JOIN\b|JOIN\b|VALUES\b|ORDER\b|SELECT\b))/g,
  /\btable: '(\w+)',\s*where:/g,
];

const tablesWrittenIn = (source: string): string[] =>
  writes.flatMap((way) => [...source.matchAll(way)].map(([, table = '']) => table));

/**
 * The repositories that write each table. A repository may consist of several files in one folder, such as those of the
 * event log.
 */
function writersOf(sources: ReadonlyMap<string, string>): Map<string, Set<string>> {
  const writers = new Map<string, Set<string>>();
  for (const [file, source] of sources)
    for (const table of tablesWrittenIn(source))
      writers.set(table, (writers.get(table) ?? new Set()).add(dirname(file)));
  return writers;
}

const severalIn = (writers: ReadonlyMap<string, ReadonlySet<string>>): string[] =>
  [...writers].filter(([, folders]) => folders.size > 1).map(([table]) => table);

test('Each table is written by one repository', () => {
  const files = [...filesBelow('src/server'), ...filesBelow('src/cli')].filter((file) =>
    file.endsWith('.ts'),
  );
  const writers = writersOf(new Map(files.map((file) => [file, textOf(file)])));
  expect(writers.size).toBeGreaterThan(25);
  for (const table of ['users', 'outbox', 'billing_events', 'two_factors', 'rate_limits', 'sessions'])
    expect(writers.has(table), table).toBe(true);
  expect(severalIn(writers)).toEqual([]);
});

test.each([
  "execute(db, 'DELETE FROM two_factors WHERE user_id = ?')",
  'UPDATE two_factors SET verified = 1',
  "modelOf<Row>(db, 'two_factors', attributes)",
  "const rule = { table: 'two_factors', where: 'expires_at < :now' }",
])('A second writer is detected: %s', (source) => {
  const first = 'INSERT INTO two_factors (user_id) VALUES (?); SELECT 1 FROM users WHERE id = 1 FOR UPDATE';
  const writers = writersOf(
    new Map([
      ['a/x.repository.ts', first],
      ['b/y.repository.ts', source],
    ]),
  );
  expect(severalIn(writers)).toEqual(['two_factors']);
});
