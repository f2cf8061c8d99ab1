/**
 * Tests that groups take turns, that a group's newest task doesn't wait behind its backlog, and that a group that
 * floods the lane loses only its own tasks.
 */
import { expect, test } from 'vitest';
import { createFairLane } from '#server/platform/scheduling/fair-lane.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Returns a lane that records each task when it begins, and keeps it pending until the test ends it. */
function heldLane(maxWaiting: number) {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const enter = createFairLane<string>({ maxWaiting, pauseMs: 0 });
  const add = (group: string, name: string, known: () => string | undefined = () => undefined) =>
    enter(group, {
      known,
      run: () => {
        begun.push(name);
        return new Promise((resolve) => ends.push(() => resolve(name)));
      },
    });
  async function endAll(): Promise<void> {
    for (let end = ends.shift(); end; end = ends.shift()) {
      end();
      await turn();
    }
  }
  return { add, begun, endAll };
}

test('One task runs at a time, and groups take turns', async () => {
  const { add, begun, endAll } = heldLane(10);
  for (const name of ['a1', 'a2', 'a3', 'b1', 'c1']) void add(name.slice(0, 1), name);
  expect(begun).toEqual(['a1']);
  await endAll();
  expect(begun).toEqual(['a1', 'a2', 'b1', 'c1', 'a3']);
});

test('A group alternates between its oldest and its newest task', async () => {
  const { add, begun, endAll } = heldLane(10);
  for (let n = 1; n <= 7; n += 1) void add('a', `${n}`);
  await endAll();
  expect(begun).toEqual(['1', '2', '7', '3', '6', '4', '5']);
});

test('A full lane drops the oldest task of the largest group', async () => {
  const { add, begun, endAll } = heldLane(3);
  const flood = ['a1', 'a2', 'a3', 'a4', 'a5'].map((name) => add('a', name));
  const others = ['b1', 'c1'].map((name) => add(name.slice(0, 1), name));
  await endAll();
  expect(await Promise.all(flood)).toEqual(['a1', null, null, null, 'a5']);
  expect(await Promise.all(others)).toEqual(['b1', 'c1']);
  expect(begun).toEqual(['a1', 'a5', 'b1', 'c1']);
});

test("A task with a known result doesn't run, and a failed task doesn't stop the lane", async () => {
  const { add, begun, endAll } = heldLane(10);
  let known: string | undefined;
  const first = add('a', 'first');
  const second = add('a', 'second', () => known);
  known = 'found';
  await endAll();
  expect(await Promise.all([first, second])).toEqual(['first', 'found']);
  expect(begun).toEqual(['first']);
  const enter = createFairLane<string>({ maxWaiting: 1, pauseMs: 0 });
  const task = (run: () => Promise<string>) => ({ known: () => undefined, run });
  await expect(
    enter(
      'a',
      task(async () => {
        throw new Error('broken');
      }),
    ),
  ).rejects.toThrow('broken');
  expect(
    await enter(
      'a',
      task(async () => 'done'),
    ),
  ).toBe('done');
});

test('a task that throws instead of rejecting fails alone, and the next one runs', async () => {
  const enter = createFairLane<string>({ maxWaiting: 10, pauseMs: 0 });
  const fail = (): never => {
    throw new Error('broken');
  };
  const settled = await Promise.allSettled([
    enter('a', { known: fail, run: async () => 'never' }),
    enter('a', { known: () => undefined, run: fail }),
    enter('a', { known: () => undefined, run: async () => 'done' }),
  ]);
  expect(settled).toEqual([
    { status: 'rejected', reason: new Error('broken') },
    { status: 'rejected', reason: new Error('broken') },
    { status: 'fulfilled', value: 'done' },
  ]);
  // The lane is idle again, so a task that is added now must start it.
  expect(await enter('a', { known: () => undefined, run: async () => 'later' })).toBe('later');
});
