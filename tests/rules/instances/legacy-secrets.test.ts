/** bcrypt never takes the process away from others: one at a time, never twice for one secret, bounded. */
import { expect, test } from 'vitest';
import { createLegacySecrets } from '#server/features/instances/oauth/legacy-secrets.ts';

/** A comparison that ends when it is told to. */
function heldComparisons() {
  const held: { secret: string; end: (matches: boolean) => void }[] = [];
  const compare = (secret: string) => new Promise<boolean>((resolve) => held.push({ secret, end: resolve }));
  return { held, compare };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));
const now = { hasFailedOften: false };

test('one is compared at a time, in their order', async () => {
  const { held, compare } = heldComparisons();
  const secrets = createLegacySecrets(compare);
  const answers = ['a', 'b', 'c'].map((secret) => secrets.matches(secret, 'hash', now));
  for (const [index, secret] of ['a', 'b', 'c'].entries()) {
    while (held.length <= index) await turn();
    expect(held.map((each) => each.secret)).toEqual(['a', 'b', 'c'].slice(0, index + 1));
    held[index]?.end(secret === 'b');
  }
  expect(await Promise.all(answers)).toEqual([false, true, false]);
});

test('the same secret is compared once for the same hash, also while it is under way', async () => {
  const { held, compare } = heldComparisons();
  const secrets = createLegacySecrets(compare);
  const answers = [1, 2].map(() => secrets.matches('a', 'hash', now));
  while (held.length < 1) await turn();
  held[0]?.end(true);
  expect(await Promise.all(answers)).toEqual([true, true]);
  expect(await secrets.matches('a', 'hash', { hasFailedOften: true })).toBe(true);
  expect(held).toHaveLength(1);
  const other = secrets.matches('a', 'another hash', now);
  while (held.length < 2) await turn();
  held[1]?.end(false);
  expect(await other).toBe(false);
});

test('who has failed often waits in a lane of their own, and there no more than five hundred', async () => {
  const { held, compare } = heldComparisons();
  const secrets = createLegacySecrets(compare);
  const often = { hasFailedOften: true };
  const waiting = Array.from({ length: 500 }, (_, index) => secrets.matches(`wrong ${index}`, 'hash', often));
  expect(waiting.includes(null)).toBe(false);
  expect(secrets.matches('one too many', 'hash', often)).toBeNull();
  const other = secrets.matches('right', 'hash', now);
  while (!held.some(({ secret }) => secret === 'right')) await turn();
  held.find(({ secret }) => secret === 'right')?.end(true);
  expect(await other).toBe(true);
});

test('a comparison that fails is not remembered', async () => {
  let calls = 0;
  const secrets = createLegacySecrets(async () => {
    calls += 1;
    if (calls === 1) throw new Error('broken');
    return true;
  });
  await expect(secrets.matches('a', 'hash', now)).rejects.toThrow('broken');
  expect(await secrets.matches('a', 'hash', now)).toBe(true);
});
