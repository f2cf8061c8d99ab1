/**
 * Tests that the import directions are enforced: planted violations are found, and a check that reads no files fails.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { judgeDirections } from '#scripts/directions/judge.ts';
import { readImports } from '#scripts/directions/read-imports.ts';

const project = process.cwd();
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'planted-'));
  cpSync(join(project, 'package.json'), join(root, 'package.json'));
  symlinkSync(join(project, 'node_modules'), join(root, 'node_modules'));
});

afterEach(() => rmSync(root, { recursive: true }));

function plant(file: string, source: string): void {
  mkdirSync(join(root, dirname(file)), { recursive: true });
  writeFileSync(join(root, file), source);
}

/** A violation of each rule, with the file in which it is planted. */
const forbidden: readonly (readonly [rule: string, file: string, source: string])[] = [
  ['shared-knows-only-zod', 'src/shared/a.ts', "import 'react';"],
  ['ui-knows-only-shared', 'src/client/ui/a.tsx', "import '../features/x/b.ts';"],
  ['client-features-are-strangers', 'src/client/features/a/a.ts', "import type { B } from '../x/b.ts';"],
  ['client-features-do-not-know-the-app', 'src/client/features/a/a.ts', "import '../../app/b.ts';"],
  ['the-window-is-the-router', 'src/client/api/trpc.ts', "import type { B } from '#server/b.ts';"],
  ['client-runs-no-server-code', 'src/client/api/trpc.ts', "import { appRouter } from '#server/router.ts';"],
  ['client-has-no-server-packages', 'src/client/a.ts', "import type { Sequelize } from 'sequelize';"],
  ['client-runs-in-a-browser', 'src/client/a.ts', "import { join } from 'node:path';"],
  ['server-does-not-know-the-client', 'src/server/a.ts', "import '#client/b.ts';"],
  [
    'rules-know-no-transport-and-no-database',
    'src/server/features/x/a.ts',
    "import { TRPCError } from '@trpc/server';",
  ],
  ['rules-reach-everything-through-deps', 'src/server/features/x/a.ts', "import '../../platform/b.ts';"],
  [
    'repositories-are-reached-through-deps',
    'src/server/features/x/a.router.ts',
    "import { b } from './b.repository.ts';",
  ],
  [
    'repositories-know-no-transport',
    'src/server/features/x/a.repository.ts',
    "import type { Request } from 'express';",
  ],
  [
    'procedures-know-no-express',
    'src/server/features/x/a.router.ts',
    "import type { Request } from 'express';",
  ],
  ['platform-knows-no-feature', 'src/server/platform/a.ts', "import type { B } from '../features/x/b.ts';"],
  [
    'platform-knows-no-feature',
    'src/server/platform/trpc/a.ts',
    "import type { Deps } from '../../deps.ts';",
  ],
  ['platform-knows-no-feature', 'src/server/platform/rest/a.ts', "import type { B } from '../../router.ts';"],
  [
    'platform-knows-no-feature',
    'src/server/platform/mail/a.ts',
    "import type { B } from '../../config/b.ts';",
  ],
  ['features-are-strangers', 'src/server/features/a/a.ts', "import type { B } from '../x/b.ts';"],
  ['identity-knows-no-other-feature', 'src/server/features/identity/a.ts', "import '../x/b.ts';"],
  ['accounts-knows-only-licences-and-billing', 'src/server/features/accounts/a.ts', "import '../x/b.ts';"],
  ['catalogue-knows-no-other-feature', 'src/server/features/catalogue/a.ts', "import '../x/b.ts';"],
  ['billing-knows-only-licences-and-catalogue', 'src/server/features/billing/a.ts', "import '../x/b.ts';"],
  ['licences-knows-only-catalogue-and-instances', 'src/server/features/licences/a.ts', "import '../x/b.ts';"],
  ['instances-knows-no-other-feature', 'src/server/features/instances/a.ts', "import '../x/b.ts';"],
  ['the-command-line-stands-on-the-server', 'src/server/a.ts', "import '#cli/b.ts';"],
  ['product-does-not-know-the-twin', 'src/server/a.ts', "import '#twin/b.ts';"],
  ['the-twin-does-not-know-the-product', 'src/paddle-twin/a.ts', "import type { B } from '#server/b.ts';"],
  ['the-schema-stands-alone', 'db/a.ts', "import type { B } from '#server/b.ts';"],
  ['nothing-imports-tests', 'scripts/a.ts', "import '#tests/b.ts';"],
  ['no-barrels', 'src/shared/a.ts', "export { b } from './b.ts';"],
  ['no-orphans', 'src/shared/alone.ts', 'export const a = 1;'],
  ['every-import-is-found', 'src/shared/lost.ts', "import './missing.ts';"],
  ['the-product-runs-without-development-packages', 'src/server/a.ts', "import 'esbuild';"],
];
const targets = [
  'src/shared/b',
  'src/client/b',
  'src/client/app/b',
  'src/client/features/x/b',
  'src/server/b',
  'src/server/router',
  'src/server/deps',
  'src/server/config/b',
  'src/server/features/x/b',
  'src/server/features/x/b.repository',
  'src/server/platform/b',
  'src/cli/b',
  'src/paddle-twin/b',
  'tests/b',
];

describe('The import directions', () => {
  test('detect a violation of every rule, even several in one file', async () => {
    for (const target of targets) plant(`${target}.ts`, 'export const b = 1;\n');
    for (const file of new Set(forbidden.map(([, each]) => each)))
      plant(file, forbidden.flatMap(([, each, source]) => (each === file ? [source] : [])).join('\n'));

    const { violations } = await judgeDirections(root);

    const caught = forbidden.map(([rule, file]) => [
      rule,
      file,
      violations.filter((line) => line.startsWith(`${rule}: ${file}`)).length,
    ]);
    expect(caught).toEqual(forbidden.map(([rule, file]) => [rule, file, 1]));
  });

  test('report cycles of runtime imports and of type imports', async () => {
    plant('src/server/a.ts', "import './b.ts';");
    plant('src/server/b.ts', "import './a.ts';");
    plant('src/server/c.ts', "import type { D } from './d.ts';");
    plant('src/server/d.ts', "import type { C } from './c.ts';");

    const { violations } = await judgeDirections(root);

    expect(violations).toEqual([
      expect.stringMatching(/^no-cycles: src\/server\/[ab]\.ts → src\/server\/[ab]\.ts$/),
      expect.stringMatching(/^no-cycles: src\/server\/[cd]\.ts → src\/server\/[cd]\.ts$/),
    ]);
  });

  test("fail when no files are read or a file can't be parsed", async () => {
    await expect(judgeDirections(root)).rejects.toThrow('0 of 0 files were read');
    plant('src/server/a.ts', 'import { from;');
    await expect(judgeDirections(root)).rejects.toThrow();
  });
});

test('All forms of imports are read, and type imports are distinguished from value imports', () => {
  const source = [
    "import type { A } from './a.ts';",
    "import { type B, b } from './b.ts';",
    "import './c.css';",
    "export type { D } from './d.ts';",
    "export * from './e.ts';",
    "type F = import('./f.ts').F;",
    'const load = () => import(`./g.tsx`);',
    "const element = <p title=\"import './no.ts'\">it's import './no.ts'</p>;",
  ].join('\n');
  expect(
    readImports(source, 'x.tsx').map(({ module, kind, reexported }) => [module, kind, reexported]),
  ).toEqual([
    ['./a.ts', 'type', false],
    ['./b.ts', 'value', false],
    ['./c.css', 'value', false],
    ['./d.ts', 'type', true],
    ['./e.ts', 'value', true],
    ['./f.ts', 'type', false],
    ['./g.tsx', 'value', false],
  ]);
});
