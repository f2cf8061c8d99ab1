/** Tests that callers wait until a burst is over and then continue together, and that no caller waits forever. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDebouncedGate } from '#server/platform/scheduling/debounced-gate.ts';

const options = { quietMs: 50, maxWaitMs: 1_000, maxWaiting: 5 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Counts the callers that have continued. */
function counted() {
  const counter = { gone: 0 };
  return {
    counter,
    pass: (gate: ReturnType<typeof createDebouncedGate>) => void gate.wait().then(() => counter.gone++),
  };
}

describe('The debounced gate', () => {
  it('releases all callers together after a quiet period', async () => {
    const { counter, pass } = counted();
    const gate = createDebouncedGate(options);
    pass(gate);
    await vi.advanceTimersByTimeAsync(40);
    pass(gate);
    await vi.advanceTimersByTimeAsync(40);
    expect(counter.gone).toBe(0);
    await vi.advanceTimersByTimeAsync(10);
    expect(counter.gone).toBe(2);
  });

  it('releases each caller within the maximum wait, however many arrive', async () => {
    const { counter, pass } = counted();
    const gate = createDebouncedGate({ ...options, maxWaiting: 1_000 });
    for (let at = 0; at < 1_000; at += 10) {
      pass(gate);
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(counter.gone).toBe(100);
  });

  it('releases the waiting callers when it is full and then starts a new wait', async () => {
    const { counter, pass } = counted();
    const gate = createDebouncedGate(options);
    for (let each = 0; each < 6; each += 1) pass(gate);
    await vi.advanceTimersByTimeAsync(0);
    expect(counter.gone).toBe(5);
    await vi.advanceTimersByTimeAsync(50);
    expect(counter.gone).toBe(6);
  });

  it('releases all callers on flush and leaves no timer running', async () => {
    const { counter, pass } = counted();
    const gate = createDebouncedGate(options);
    pass(gate);
    gate.flush();
    await vi.advanceTimersByTimeAsync(0);
    expect([counter.gone, vi.getTimerCount()]).toEqual([1, 0]);
  });
});
