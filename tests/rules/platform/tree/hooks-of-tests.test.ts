/**
 * Tests where test hooks are registered. A worker loads a shared module only once, so hooks in it would apply only to
 * the first test file that imports it.
 */
import { expect, it } from 'vitest';
import { filesBelow, textOf } from '#tests/support/tree/repository.ts';

const setupFiles = [...textOf('vitest.config.ts').matchAll(/'(tests\/[^']+\.tsx?)'/g)].map(
  ([, file = '']) => file,
);

it('No shared helper of tests registers hooks when it is imported', () => {
  expect(setupFiles.length).toBeGreaterThan(2);
  const helpers = [...filesBelow('tests'), ...filesBelow('proofs')].filter(
    (file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !setupFiles.includes(file),
  );
  expect(helpers.length).toBeGreaterThan(50);
  expect(helpers.filter((file) => /^(before|after)(Each|All)\(/m.test(textOf(file)))).toEqual([]);
});
