/** Runs a sample of the proof that timelines explain every state, and tests that the proof detects faults. */
import { describe, expect, it } from 'vitest';
import { explain, explainLives } from '#proofs/explain/explain.ts';
import { type Changes, replayTimeline, timelineOf } from '#server/features/billing/fold/timeline.ts';

it('The state rebuilt from the timeline of a random history equals its state', async () => {
  const result = await explain.run('sample');
  expect(result.firstDivergence).toBeNull();
  expect(result).toMatchObject({ divergences: 0, histories: 100 });
  expect(result.runs).toBeGreaterThan(100);
});

describe('The proof detects a timeline that', () => {
  const changing =
    (change: (changes: Changes) => Partial<Changes>): typeof timelineOf =>
    (...of) =>
      timelineOf(...of).map((entry) => ({
        ...entry,
        changes: { ...entry.changes, ...change(entry.changes) },
      }));

  it.each<[string, typeof timelineOf]>([
    ['omits an event', (...of) => timelineOf(...of).slice(0, -1)],
    ['omits receipts', changing(() => ({ receipts: {} }))],
    ['omits flags', changing(() => ({ flags: {} }))],
    ['omits the owner', changing(() => ({ rest: {} }))],
    [
      'omits the last valid day',
      changing(({ entitlement: { validUntil: _validUntil, ...entitlement } }) => ({ entitlement })),
    ],
    [
      'depends on the order of arrival',
      (stream, facts, context) => timelineOf(stream, facts.slice(1), context),
    ],
  ])('%s', async (_fault, tell) => {
    const result = await explainLives(40, { tell, replay: replayTimeline });
    expect(result.divergences).toBeGreaterThan(0);
    expect(result.firstDivergence).toMatch(/^life \d+, /);
  });
});
