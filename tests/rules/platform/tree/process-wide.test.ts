/** What a process never gives up again is made once, when its module is loaded: made for each server, it adds up. */
import { expect, it } from 'vitest';
import { filesBelow, textOf } from '#tests/support/tree/repository.ts';

it('a storage that follows asynchronous work is a constant of its module', () => {
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
