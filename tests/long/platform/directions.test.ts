/** Tests that forbidden imports are also caught in the complete source tree. */
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { judgeDirections } from '#scripts/directions/judge.ts';

const project = process.cwd();

test('Forbidden value and type imports in the real source tree are reported with their rules', async () => {
  const root = mkdtempSync(join(tmpdir(), 'planted-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  symlinkSync(join(project, 'node_modules'), join(root, 'node_modules'));
  for (const folder of ['src', 'db', 'package.json'])
    cpSync(join(project, folder), join(root, folder), { recursive: true });
  writeFileSync(
    join(root, 'src/client/features/catalogue/planted-value.ts'),
    "import { readConfig } from '#server/config/config.ts';\nexport const planted = readConfig;\n",
  );
  writeFileSync(
    join(root, 'src/server/features/licences/planted-type.ts'),
    "import type { Sequelize } from 'sequelize';\nexport type Planted = Sequelize;\n",
  );

  const { violations } = await judgeDirections(root);

  const planted = violations
    .filter((line) => line.includes('planted'))
    .map((line) => line.replace(/node_modules.*/, '…'));
  expect(planted.sort()).toEqual([
    'client-runs-no-server-code: src/client/features/catalogue/planted-value.ts → src/server/config/config.ts',
    'client-sees-the-server-through-trpc: src/client/features/catalogue/planted-value.ts → src/server/config/config.ts',
    'rules-know-no-transport-and-no-database: src/server/features/licences/planted-type.ts → …',
    'sequelize-stays-in-repositories: src/server/features/licences/planted-type.ts → …',
  ]);
});
