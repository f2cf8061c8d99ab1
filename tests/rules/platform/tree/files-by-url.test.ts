/**
 * Tests files that code locates by a URL relative to its own file, because the compiler doesn't notice if either file
 * is moved.
 */
import { existsSync } from 'node:fs';
import { dirname, normalize, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { filesBelow, root, textOf } from '#tests/support/tree/repository.ts';

const relativeUrl = /new URL\(\s*['`](\.{1,2}\/[^'`$]*|\.{1,2})['`],\s*import\.meta\.url/g;
/** True for paths that are created by a build or at runtime, or that are outside the repository. */
const isMade = (path: string): boolean => /^(dist|\.data)(\/|$)|^\.\./.test(path);

const named = filesBelow()
  .filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !file.endsWith('files-by-url.test.ts'))
  .flatMap((file) =>
    [...textOf(file).matchAll(relativeUrl)].map(
      ([, to = '']) => [file, normalize(`${dirname(file)}/${to}`)] as const,
    ),
  )
  .filter(([, path]) => !isMade(path));

it('Several files are located by a relative URL', () => expect(named.length).toBeGreaterThan(5));

it.each(named)('%s refers to the existing file %s', (_file, path) => {
  expect(existsSync(resolve(root, path))).toBe(true);
});
