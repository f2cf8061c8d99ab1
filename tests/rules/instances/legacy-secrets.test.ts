/**
 * Tests that bcrypt comparisons don't block the event loop and run one at a time, and that no flood of wrong secrets
 * keeps the right one from being accepted.
 */
import bcrypt from 'bcryptjs';
import { expect, test } from 'vitest';
import { createBcryptThread } from '#server/features/instances/oauth/bcrypt-thread.ts';
import { createLegacySecrets } from '#server/features/instances/oauth/legacy-secrets.ts';

/** Returns a `compare` function whose calls stay pending until the test ends them. */
function heldComparisons() {
  const held: { secret: string; end: (matches: boolean) => void }[] = [];
  const compare = (secret: string) => new Promise<boolean>((resolve) => held.push({ secret, end: resolve }));
  return { held, compare };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));
const from = (network: string, hasFailedOften = false) => ({ network, hasFailedOften });

test('Comparisons run one at a time, in order', async () => {
  const { held, compare } = heldComparisons();
  const secrets = createLegacySecrets(compare);
  const answers = ['a', 'b', 'c'].map((secret) => secrets.matches(secret, 'hash', from('one')));
  for (const [index, secret] of ['a', 'b', 'c'].entries()) {
    while (held.length <= index) await turn();
    expect(held.map((each) => each.secret)).toEqual(['a', 'b', 'c'].slice(0, index + 1));
    held[index]?.end(secret === 'c');
  }
  expect(await Promise.all(answers)).toEqual([false, false, true]);
});

test('The same secret and hash are compared once, even while the comparison is running', async () => {
  const { held, compare } = heldComparisons();
  const secrets = createLegacySecrets(compare);
  const answers = [1, 2].map(() => secrets.matches('a', 'hash', from('one')));
  while (held.length < 1) await turn();
  held[0]?.end(false);
  expect(await Promise.all(answers)).toEqual([false, false]);
  expect(await secrets.matches('a', 'hash', from('one', true))).toBe(false);
  expect(held).toHaveLength(1);
  const other = secrets.matches('a', 'another hash', from('one'));
  while (held.length < 2) await turn();
  held[1]?.end(true);
  expect(await other).toBe(true);
});

test.each([
  ['a network that has not failed yet', false],
  ['a network that has failed often', true],
])('A right secret from the same network is accepted during a flood from %s', async (_, hasFailedOften) => {
  let compared = 0;
  const secrets = createLegacySecrets(async (secret) => {
    compared += 1;
    await turn();
    return secret === 'right';
  });
  const flood = Array.from({ length: 700 }, (_each, index) =>
    secrets.matches(`wrong ${index}`, 'hash', from('guesser', hasFailedOften)),
  );
  expect(await secrets.matches('right', 'hash', from('guesser', hasFailedOften))).toBe(true);
  expect(compared).toBeLessThan(5);
  // As soon as the right secret is known, all others are refused without a comparison.
  const answers = await Promise.all(flood);
  expect(answers.filter((answer) => answer === false).length).toBeGreaterThan(490);
  expect(answers).not.toContain(true);
  expect(compared).toBeLessThan(5);
  expect(await secrets.matches('wrong again', 'hash', from('guesser'))).toBe(false);
  expect(compared).toBeLessThan(5);
});

test('A flood from many networks delays another network by at most one comparison each', async () => {
  const compared: string[] = [];
  const secrets = createLegacySecrets(async (secret) => {
    compared.push(secret);
    await turn();
    return secret === 'right';
  });
  const flood = Array.from({ length: 700 }, (_, index) =>
    secrets.matches(`wrong ${index}`, 'hash', from(`guesser ${index % 20}`)),
  );
  expect(await secrets.matches('right', 'hash', from('customer'))).toBe(true);
  expect(compared.indexOf('right')).toBeLessThanOrEqual(21);
  await Promise.all(flood);
});

test("A failed comparison isn't cached", async () => {
  let calls = 0;
  const secrets = createLegacySecrets(async () => {
    calls += 1;
    if (calls === 1) throw new Error('broken');
    return true;
  });
  await expect(secrets.matches('a', 'hash', from('one'))).rejects.toThrow('broken');
  expect(await secrets.matches('a', 'hash', from('one'))).toBe(true);
});

test('A right secret is accepted with bytes beyond the 72 that bcrypt compares', async () => {
  const long = 'x'.repeat(80);
  const secrets = createLegacySecrets((secret, hash) => bcrypt.compare(secret, hash));
  const hash = bcrypt.hashSync('x'.repeat(72), 4);
  expect(await secrets.matches('x'.repeat(72), hash, from('one'))).toBe(true);
  expect(await secrets.matches(long, hash, from('one'))).toBe(true);
});

test("The bcrypt thread doesn't block the event loop and survives an invalid hash", async () => {
  const compare = createBcryptThread();
  const hash = bcrypt.hashSync('right', 11).replace('$2b$', '$2y$');
  let turns = 0;
  let isOver = false;
  const answers = Promise.all([compare('right', hash), compare('wrong', hash)]).finally(() => {
    isOver = true;
  });
  for (; !isOver; turns += 1) await turn();
  expect(await answers).toEqual([true, false]);
  // On this thread, bcryptjs would block the event loop for a tenth of a second at a time, and fewer turns would have
  // passed.
  expect(turns).toBeGreaterThan(100);
  await expect(compare('right', `$9${hash.slice(2)}`)).rejects.toThrow('a secret could not be compared');
  expect(await compare('right', hash)).toBe(true);
});
