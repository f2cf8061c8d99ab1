/**
 * Tests the checks of the file tree: files per folder, lines per file, width of comments, and import cycles between
 * folders.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { judgeStructure, maxCommentColumns, maxFilesInFolder, maxLines } from '#scripts/structure/judge.ts';
import { measureStructure } from '#scripts/structure/measure.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'structure-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** Writes these files into a temporary folder and measures them. */
function measured(files: Record<string, string>, allowed: { from: string; to: string }[] = []) {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(root, dirname(file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return measureStructure(root, Object.keys(files), { '#server/*': './src/server/*' }, allowed);
}

it('Folders that import each other form a cycle: directly, indirectly, by alias or by type', () => {
  const tree = {
    'src/server/a/one.ts': "import { two } from '#server/b/two.ts';\nexport const one = two;",
    'src/server/b/two.ts': "import type { Three } from '../c/three.ts';\nexport const two: Three = 2;",
    'src/server/c/three.ts': "export type Three = typeof import('#server/a/four.ts').four;",
    'src/server/a/four.ts': 'export const four = 4;',
    'src/server/d/five.ts': "import { four } from '#server/a/four.ts';\nexport const five = four;",
  };
  const structure = measured(tree);
  expect(structure.cycles).toMatchObject([{ parent: 'src/server', folders: ['a', 'b', 'c'] }]);
  expect(judgeStructure(structure)).toEqual([
    expect.stringContaining('src/server: a, b, c import each other in a cycle\n  a → b (1): '),
  ]);
  expect(measured(tree, [{ from: 'src/server/c/three.ts', to: 'src/server/a/four.ts' }]).cycles).toEqual([]);
});

it('A file and a folder with the same name may import each other', () => {
  const { cycles } = measured({
    'src/server/a.ts': "import { b } from '#server/a/b.ts';\nexport const a = b;",
    'src/server/a/b.ts': "import { a } from '#server/a.ts';\nexport const b = a;",
  });
  expect(cycles).toEqual([]);
});

it('Files per folder and lines per file are limited, except for migrations', () => {
  const many = (folder: string, count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`${folder}/file-${at}.ts`, 'export {};\n']));
  const structure = measured({
    ...many('src/full', maxFilesInFolder),
    ...many('src/too-full', maxFilesInFolder + 1),
    ...many('db/migrations', maxFilesInFolder + 1),
    'src/long.ts': 'export {};\n'.repeat(maxLines),
    'src/too-long.ts': 'export {};\n'.repeat(maxLines + 1),
  });
  expect(judgeStructure(structure)).toEqual([
    'src/too-full: 16 files in one folder, at most 15',
    'src/too-long.ts: 401 lines, at most 400',
  ]);
});

it('Comments have a greatest width, code has the formatter', () => {
  const wide = (length: number, start: string) => `${start} ${'x'.repeat(length - start.length - 1)}\n`;
  const structure = measured({
    'src/fits.ts': wide(maxCommentColumns, '//'),
    'src/code.ts': wide(maxCommentColumns + 1, 'export let'),
    'src/wide.ts': `/**\n${wide(maxCommentColumns + 1, ' *')} */\n`,
    'src/wide.css': wide(maxCommentColumns + 2, '/*'),
  });
  expect(judgeStructure(structure)).toEqual([
    'src/wide.ts:2: a comment of 121 columns, at most 120',
    'src/wide.css:1: a comment of 122 columns, at most 120',
  ]);
});
