/** Where hooks of tests may be registered: a worker keeps its modules, so a module's hooks serve its first importer only. */
import { expect, it } from 'vitest';
import { filesBelow, textOf } from '#tests/support/tree/repository.ts';

const setupFiles = [...textOf('vitest.config.ts').matchAll(/'(tests\/[^']+\.tsx?)'/g)].map(
  ([, file = '']) => file,
);

it('are test files, setup files, and functions that test files call', () => {
  expect(setupFiles.length).toBeGreaterThan(2);
  const helpers = [...filesBelow('tests'), ...filesBelow('proofs')].filter(
    (file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !setupFiles.includes(file),
  );
  expect(helpers.length).toBeGreaterThan(50);
  expect(helpers.filter((file) => /^(before|after)(Each|All)\(/m.test(textOf(file)))).toEqual([]);
});
