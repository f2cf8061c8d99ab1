/** Tests that lookups share queries and that every caller gets its own result. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBatcher } from '#server/platform/scheduling/batcher.ts';

function recording() {
  const queries: (readonly string[])[] = [];
  const load = async (keys: readonly string[]) => {
    queries.push(keys);
    return new Map(keys.filter((key) => key !== 'missing').map((key) => [key, `value of ${key}`]));
  };
  return { queries, load };
}

describe('The batcher', () => {
  it('loads all keys requested at the same time in one query, without duplicates', async () => {
    const { queries, load } = recording();
    const find = createBatcher({ load });
    const found = await Promise.all([find('a'), find('b'), find('a'), find('missing')]);
    expect(found).toEqual(['value of a', 'value of b', 'value of a', undefined]);
    expect(queries).toEqual([['a', 'b', 'missing']]);
  });

  it('returns the right value to every caller for any sequence of keys', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 60 }),
        fc.integer({ min: 1, max: 4 }),
        async (keys, maxKeys) => {
          const { queries, load } = recording();
          const find = createBatcher({ load, maxKeys, maxConcurrent: 1 });
          expect(await Promise.all(keys.map(find))).toEqual(keys.map((key) => `value of ${key}`));
          expect(
            queries.every((asked) => asked.length <= maxKeys && new Set(asked).size === asked.length),
          ).toBe(true);
        },
      ),
    );
  });

  it('never answers from a query sent before the call', async () => {
    let value = 'old';
    const answers: (() => void)[] = [];
    const find = createBatcher<string>({
      load: async (keys) => {
        const seen = value;
        await new Promise<void>((resolve) => answers.push(resolve));
        return new Map(keys.map((key) => [key, seen]));
      },
    });
    const first = find('a');
    await new Promise(setImmediate);
    value = 'new';
    const second = find('a');
    await new Promise(setImmediate);
    for (const answer of answers) answer();
    expect(await Promise.all([first, second])).toEqual(['old', 'new']);
  });

  it('rejects all callers of a failed query and then works again', async () => {
    let fails = true;
    const find = createBatcher<string>({
      load: async (keys) => {
        if (fails) throw new Error('gone');
        return new Map(keys.map((key) => [key, 'found']));
      },
    });
    const failed = await Promise.allSettled([find('a'), find('b')]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fails = false;
    expect(await find('a')).toBe('found');
  });
});
