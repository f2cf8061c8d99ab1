/** Tests that a log that can't be written blocks nothing, and that the number of lost lines is reported afterwards. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { boundLine } from '#server/platform/observability/bound-line.ts';
import { createLogDestination } from '#server/platform/observability/log-destination.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Simulates a disk with `state.room` bytes free. */
function disk() {
  const state = { room: 1_000_000, code: 'ENOSPC', text: '', writes: 0 };
  return {
    state,
    write(bytes: Buffer): number {
      state.writes += 1;
      if (state.room === 0) throw Object.assign(new Error('no'), { code: state.code });
      const written = bytes.subarray(0, state.room);
      state.room -= written.length;
      state.text += written.toString();
      return written.length;
    },
  };
}

const line = (n: number) => `${JSON.stringify({ n, msg: 'é'.repeat(20) })}\n`;
const parsed = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((each) => JSON.parse(each));
const numbers = (text: string) => parsed(text).flatMap(({ n }) => (n === undefined ? [] : [n]));

describe.each(['ENOSPC', 'EPIPE', 'EAGAIN', 'EIO'])('A log that fails with %s', (code) => {
  it('is retried by a timer and loses no line that fits in memory', async () => {
    const { state, write } = disk();
    const log = createLogDestination(write);
    state.code = code;
    log.write(line(1));
    state.room = 10;
    for (let n = 2; n <= 6; n += 1) log.write(line(n));
    // Only lines 1 and 2 have been attempted. Line 2 was written in part, and the later lines are queued behind its
    // rest.
    expect(state.writes).toBe(2);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(state.writes).toBeLessThan(80);
    state.room = 1_000_000;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(numbers(state.text)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(parsed(state.text).at(-1)).toMatchObject({ level: 40, dropped: 0 });
    log.write(line(7));
    expect(numbers(state.text)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('A log that fails for a long time', () => {
  it('drops lines beyond its memory limit and reports how many and why', async () => {
    const { state, write } = disk();
    const log = createLogDestination(write, { maxWaitingBytes: 3 * Buffer.byteLength(line(1)) });
    state.room = 0;
    for (let n = 1; n <= 9; n += 1) log.write(line(n));
    expect(state.writes).toBe(1);
    state.room = 1_000_000;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(numbers(state.text)).toEqual([1, 2, 3]);
    expect(parsed(state.text).at(-1)).toMatchObject({
      code: 'ENOSPC',
      dropped: 6,
      msg: 'the log could not be written for a while; 6 lines were dropped',
    });
  });

  it('is tried once more when flushed at the end of the process', () => {
    const { state, write } = disk();
    const log = createLogDestination(write);
    state.room = 0;
    log.write(line(1));
    log.flush();
    expect(state.writes).toBe(2);
    state.room = 1_000_000;
    log.flush();
    expect(numbers(state.text)).toEqual([1]);
  });
});

describe('A log line', () => {
  it('is left unchanged when it is short', () => {
    expect(boundLine(line(1))).toBe(line(1));
  });

  it.each([
    ['a long value', { path: 'x'.repeat(1_000_000) }],
    [
      'many values',
      Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`k${n}`, 'x'.repeat(1_000)])),
    ],
    ['a long list', { list: Array.from({ length: 100_000 }, (_, n) => n) }],
    ['a deep one', JSON.parse(`${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`)],
    ['characters of two halves', { path: '\u{1f511}'.repeat(100_000) }],
  ])('with %s is truncated to at most 16 KB of valid JSON', (_what, fields) => {
    const whole = `${JSON.stringify({ level: 30, time: 1, ...fields, msg: 'request' })}\n`;
    const cut = boundLine(whole);
    expect(cut.length).toBeLessThanOrEqual(16_384);
    expect(JSON.parse(cut)).toMatchObject({ level: 30, time: 1, msg: 'request' });
    expect(cut.endsWith('}\n')).toBe(true);
  });
});
