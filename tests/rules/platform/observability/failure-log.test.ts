/**
 * Tests how the causes of failed requests are logged. The first failures of each kind are logged in full; the rest are
 * only counted.
 */
import { ConnectionRefusedError } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failureLimits, logFailure, watchOutages } from '#server/platform/observability/failure-log.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

type Line = Record<string, unknown> & { level: string; msg: string };

function memoryLog() {
  const lines: Line[] = [];
  const at = (level: string) => (fields: object, msg: string) => void lines.push({ ...fields, level, msg });
  const log = { info: at('info'), warn: at('warn'), error: at('error') };
  return { lines, log: log as unknown as Parameters<typeof watchOutages>[0] };
}

const refusedConnection = () => new ConnectionRefusedError(new Error('connect ECONNREFUSED 127.0.0.1:3306'));

function fail(log: ReturnType<typeof memoryLog>['log'], make: () => unknown, times: number): void {
  for (let time = 0; time < times; time += 1)
    logFailure(log, make(), { path: `/${time}` }, 'a request failed');
}

describe('A fault of the portal', () => {
  it('is logged with its error up to a limit per minute, then counted', async () => {
    const { log, lines } = memoryLog();
    const cause = new Error('cause');
    fail(log, () => new Error('fault', { cause }), 2_000);
    expect(lines).toHaveLength(failureLimits.linesOfAKind);
    expect(lines[0]).toMatchObject({ level: 'error', msg: 'a request failed', path: '/0', err: { cause } });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(lines.at(-1)).toMatchObject({ level: 'error', leftOut: 2_000 - failureLimits.linesOfAKind });
    fail(log, () => new Error('fault'), 1);
    expect(lines.at(-1)).toMatchObject({ path: '/0', err: { message: 'fault' } });
  });

  it("doesn't suppress a fault of another kind", () => {
    const { log, lines } = memoryLog();
    fail(log, () => new Error('fault'), 1_000);
    fail(log, () => new TypeError('another'), 1);
    expect(lines.at(-1)).toMatchObject({ err: { message: 'another' } });
  });

  it('is limited even when every error has a different name', async () => {
    const { log, lines } = memoryLog();
    let number = 0;
    fail(log, () => Object.assign(new Error('fault'), { name: `Fault${++number}` }), 1_000);
    expect(lines).toHaveLength(failureLimits.kinds + failureLimits.linesOfAKind);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(lines).toHaveLength(failureLimits.kinds + failureLimits.linesOfAKind + 1);
  });

  it('leaves no timer running after a minute', async () => {
    const { log } = memoryLog();
    fail(log, () => new Error('fault'), 1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('A database outage', () => {
  it('is logged once, every minute with a count, and when it ends', async () => {
    const { log, lines } = memoryLog();
    let isAway = true;
    watchOutages(log, async () => {
      if (isAway) throw refusedConnection();
    });
    fail(log, refusedConnection, 2_000);
    expect(lines).toEqual([
      expect.objectContaining({ level: 'warn', err: expect.any(ConnectionRefusedError), path: '/0' }),
    ]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatchObject({ level: 'warn', leftOut: 1_999 });
    fail(log, refusedConnection, 7);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(lines).toHaveLength(3);
    expect(lines[2]).toMatchObject({ leftOut: 7 });
    fail(log, refusedConnection, 5);
    isAway = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(lines).toHaveLength(4);
    expect(lines[3]).toMatchObject({ level: 'info', leftOut: 5 });
    expect(lines[3]?.msg).toMatch(/answers again/);
    expect(vi.getTimerCount()).toBe(0);
    fail(log, refusedConnection, 3);
    expect(lines).toHaveLength(5);
  });

  it('ends after a minute without failures when no probe is available', async () => {
    const { log, lines } = memoryLog();
    fail(log, refusedConnection, 2);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(lines.at(-1)).toMatchObject({ level: 'warn', leftOut: 1 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(lines.at(-1)).toMatchObject({ level: 'info' });
    expect(vi.getTimerCount()).toBe(0);
  });

  it("doesn't suppress faults of the portal", () => {
    const { log, lines } = memoryLog();
    fail(log, refusedConnection, 1_000);
    fail(log, () => new Error('fault'), 1);
    expect(lines.at(-1)).toMatchObject({ level: 'error', err: { message: 'fault' } });
  });
});
