/**
 * Tests that resources which a process never releases are created once, when their module is loaded. If each server
 * created its own, they would accumulate.
 */
import { expect, it } from 'vitest';
import { filesBelow, textOf } from '#tests/support/tree/repository.ts';

it('Every AsyncLocalStorage is a constant of its module', () => {
  const made = filesBelow('src/server')
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) =>
      textOf(path)
        .split('\n')
        .filter((line) => line.includes('new AsyncLocalStorage'))
        .map((line) => `${path}: ${line}`),
    );
  expect(made.length).toBeGreaterThan(0);
  expect(made.filter((line) => !/: (export )?const /.test(line))).toEqual([]);
});
