/** Tests that SQL is sent in only one way, and that private members of Sequelize and mysql2 aren't used. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const files = ['src/server', 'src/cli'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name)),
);
const withoutComments = (text: string): string =>
  text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');

/** Forbidden patterns, each with the only files that may contain it. */
const rules: readonly { what: string; pattern: RegExp; only?: readonly string[] }[] = [
  {
    what: 'SQL is sent only in statements.ts',
    pattern: /\b(?:db|sequelize)\s*\.query\(|\bQueryTypes\b/,
    only: ['src/server/platform/database/statements.ts'],
  },
  {
    what: 'Transactions are started only in withTransaction',
    pattern: /\bdb\s*\.transaction\(/,
    only: ['src/server/platform/database/commit.ts'],
  },
  {
    what: 'Work after a COMMIT is registered only through afterCommit',
    pattern: /\.afterCommit\(/,
    only: ['src/server/platform/database/commit.ts'],
  },
];

/**
 * Patterns that are forbidden in files that import one of the libraries: members that begin with an underscore, patched
 * classes, and casts to internal types.
 */
const privateUse = [
  /\.\s*_[a-z]\w*/i,
  /\b(?:Sequelize|Transaction|Model|Connection)\.prototype\b/,
  /\bas unknown as (?:\{|\w*Internals?\b)/,
  /\.(?:finished|connectionManager|dialect|queryGenerator)\b/,
  /\b(?:transaction|connection)\s*\.\s*(?:connection|stream|options|cleanup|forceCleanup)\b/,
];

test.each(rules)('$what', ({ pattern, only = [] }) => {
  const found = files.filter(
    (file) => !only.includes(file) && pattern.test(withoutComments(readFileSync(file, 'utf8'))),
  );
  expect(found).toEqual([]);
});

test('No private member of Sequelize or mysql2 is used', () => {
  const found = files.flatMap((file) => {
    const text = withoutComments(readFileSync(file, 'utf8'));
    if (!/from '(?:sequelize|mysql2)(?:\/[^']*)?'/.test(text)) return [];
    return privateUse.flatMap((pattern) => {
      const [use] = pattern.exec(text) ?? [];
      return use === undefined ? [] : [`${file}: ${use}`];
    });
  });
  expect(found).toEqual([]);
});
