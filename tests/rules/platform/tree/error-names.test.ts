/** Tests that errors are named after their class, so that a name in the log leads to the code. */
import { expect, it } from 'vitest';
import { filesBelow, textOf } from '#tests/support/tree/repository.ts';

it('Every error that sets a name has the name of its class', () => {
  const named = filesBelow()
    .filter((path) => /^(?:src|scripts|db|proofs|bench)\/.*\.(?:tsx?|mjs)$/.test(path))
    .flatMap((path) =>
      [...textOf(path).matchAll(/class (\w+) extends|this\.name = '(\w+)'/g)].map(
        ([, className, errorName]) => ({ path, className, errorName }),
      ),
    );
  const wrong = named.flatMap(({ path, errorName }, index) => {
    const owner = named[index - 1];
    return errorName === undefined || (owner?.path === path && owner.className === errorName)
      ? []
      : [`${path}: ${owner?.className} is named ${errorName}`];
  });
  expect(wrong).toEqual([]);
  expect(named.filter(({ errorName }) => errorName !== undefined).length).toBeGreaterThan(10);
});
