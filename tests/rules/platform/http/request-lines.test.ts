/**
 * Tests the log lines of requests: one per request, up to a limit per network and a limit for all networks together.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lineLimits, requestLines, sparingly } from '#server/platform/http/request/request-lines.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function lines() {
  const info: Record<string, unknown>[] = [];
  const warn: Record<string, unknown>[] = [];
  const { write } = requestLines({
    info: (fields: object) => void info.push({ ...fields }),
    warn: (fields: object) => void warn.push({ ...fields }),
  } as unknown as Parameters<typeof requestLines>[0]);
  return {
    info,
    warn,
    send: (address: string | null, status: number, times = 1, isRefused = false) => {
      for (let time = 0; time < times; time += 1)
        write({ address, status, isRefused, path: '/x', fields: {}, message: 'request' });
    },
  };
}

describe('Log lines for the requests of one network', () => {
  it('for rejected requests stop at a limit, with one summary per minute for the rest', () => {
    const log = lines();
    log.send('203.0.113.9', 404, 10_000);
    expect(log.info).toHaveLength(lineLimits.refusedOfNetwork);
    expect(log.warn).toEqual([]);
    vi.advanceTimersByTime(60_000);
    expect(log.warn).toEqual([
      {
        ...{ refused: 10_000 - lineLimits.refusedOfNetwork, answered: 0, failed: 0, networks: 1 },
        noisiest: [{ network: '203.0.113.9', lines: 10_000 - lineLimits.refusedOfNetwork }],
      },
    ]);
    log.send('203.0.113.9', 404);
    expect(log.info).toHaveLength(lineLimits.refusedOfNetwork + 1);
  });

  it("for rejected requests don't use up the limits of other kinds or networks", () => {
    const log = lines();
    log.send('203.0.113.9', 429, 1_000);
    log.send('203.0.113.9', 500, 20);
    log.send('203.0.113.9', 200, 500);
    log.send('198.51.100.1', 401, 5);
    expect(log.info.filter(({ status }) => status === 500)).toHaveLength(20);
    expect(log.info.filter(({ status }) => status === 200)).toHaveLength(500);
    expect(log.info.filter(({ status }) => status === 401)).toHaveLength(5);
  });

  it.each([500, 503])('for status %i have a limit too and are counted in the summary', (status) => {
    const log = lines();
    log.send('203.0.113.9', status, 100_000);
    expect(log.info).toHaveLength(lineLimits.failedOfNetwork);
    vi.advanceTimersByTime(60_000);
    expect(log.warn).toEqual([
      expect.objectContaining({ refused: 0, failed: 100_000 - lineLimits.failedOfNetwork, networks: 1 }),
    ]);
  });

  it('for a 500 marked as rejected, as from /api/validate, count as rejected', () => {
    const log = lines();
    log.send('203.0.113.9', 500, 1_000, true);
    log.send('203.0.113.9', 500, 1);
    expect(log.info).toHaveLength(lineLimits.refusedOfNetwork + 1);
  });

  it('for successful requests have a limit too', () => {
    const log = lines();
    log.send('203.0.113.9', 200, 10_000);
    expect(log.info).toHaveLength(lineLimits.answeredOfNetwork);
  });

  it.each([
    ['refused', 400],
    ['failed', 503],
  ] as const)('from many networks have a common limit: %s', (kind, status) => {
    const log = lines();
    for (let network = 0; network < 20_000; network += 1)
      log.send(`10.${network >> 16}.${(network >> 8) & 255}.${network & 255}`, status, 2);
    expect(log.info).toHaveLength(lineLimits[kind]);
    vi.advanceTimersByTime(60_000);
    expect(log.warn).toHaveLength(1);
    expect(JSON.stringify(log.warn).length).toBeLessThan(1_500);
  });

  it('share one limit for all addresses of a /64', () => {
    const log = lines();
    for (let host = 1; host <= 500; host += 1) log.send(`2001:db8::${host.toString(16)}`, 400);
    expect(log.info).toHaveLength(lineLimits.refusedOfNetwork);
  });

  it('have no summary after a quiet minute and leave no timer running', () => {
    const log = lines();
    log.send('203.0.113.9', 200, 3);
    vi.advanceTimersByTime(120_000);
    expect(log.warn).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('A log line that any client can cause', () => {
  it('is limited per minute, followed by a count of the omitted lines', () => {
    const written: Record<string, unknown>[] = [];
    const write = sparingly(3, (fields) => void written.push(fields));
    for (let time = 0; time < 100; time += 1) write({ reason: 'x' });
    expect(written).toEqual([{ reason: 'x' }, { reason: 'x' }, { reason: 'x' }]);
    vi.advanceTimersByTime(60_000);
    expect(written.at(-1)).toEqual({ leftOut: 97 });
    write({ reason: 'y' });
    expect(written.at(-1)).toEqual({ reason: 'y' });
  });
});
