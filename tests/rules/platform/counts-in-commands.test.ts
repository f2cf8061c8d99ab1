/** Tests how commands write a count and its noun. */
import { expect, it } from 'vitest';
import { counted } from '#cli/outcome.ts';
import { filesBelow, textOf } from '#tests/support/tree/repository.ts';

const plurals =
  'alerts|clients|customers|days|differences|e-mails|events|flags|keys|licences|migrations|payments|plans|purchases|sessions|streams|subscriptions|tokens';

it.each([
  [0, '0 streams'],
  [1, '1 stream'],
  [2, '2 streams'],
])('A count of %i has the matching form of its noun', (count, expected) => {
  expect(counted(count, 'stream')).toBe(expected);
});

it('No command puts a fixed plural after a count', () => {
  const commands = filesBelow().filter((path) => /^src\/cli\/.*\.ts$/.test(path));
  expect(commands.length).toBeGreaterThan(30);
  const fixed = new RegExp(`\\$\\{[^}]*\\} (?:${plurals})\\b`, 'g');
  const found = commands.flatMap((path) =>
    [...textOf(path).matchAll(fixed)].map(([text]) => `${path}: ${text}`),
  );
  expect(found).toEqual([]);
});
