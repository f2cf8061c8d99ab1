/** Tests scheduled reconciliation: it continues where it stopped, and holds only part of a large shop in memory. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it, vi } from 'vitest';
import type { Deps } from '#server/deps.ts';
import { refoldJob } from '#server/features/billing/inbox/refold-outdated.ts';
import { jobs, nextNight, runJobs } from '#server/features/billing/reconcile/jobs.ts';
import { reconcile } from '#server/features/billing/reconcile/reconcile.ts';
import { going, useReconciledShop } from './reconciled-shop.ts';

const shop = useReconciledShop();

const original = globalThis.fetch;

describe('The progress of reconciliation', () => {
  const asked = (spy: { mock: { calls: unknown[][] } }) =>
    spy.mock.calls.filter(([url]) => String(url).endsWith('/alert/webhooks')).length;
  const runJob = (name: string, stopped = going) =>
    jobs.find((job) => job.name === name)?.run(shop.deps, stopped) ?? Promise.reject(new Error(name));

  it('limits the second run to the new day and two more, after a first run over 90 days', async () => {
    const spy = vi.spyOn(globalThis, 'fetch');
    await runJob('reconcile');
    expect(asked(spy)).toBe(91);
    spy.mockClear();
    await shop.twin.advanceDays(1);
    await runJob('reconcile');
    expect(asked(spy)).toBe(4);
    spy.mockRestore();
  });

  it('survives a stopped process, and another one continues after the last stored day', async () => {
    shop.twin.setFaults({ lose: 1 });
    shop.subscribe();
    await shop.twin.advanceDays(40);
    shop.twin.setFaults({ lose: 0 });
    const stopping = new AbortController();
    const spy = vi.spyOn(globalThis, 'fetch').mockImplementation(async (...given) => {
      // Stops the job at the 60th of its 91 requests. By then it has passed the day of the purchase, but not the day of
      // the renewal.
      if (asked(spy) === 60) stopping.abort();
      return original(...given);
    });
    await expect(runJob('reconcile', stopping.signal)).rejects.toMatchObject({ name: 'AbortError' });
    const first = asked(spy);
    expect(first).toBeLessThan(70);
    shop.deps = shop.whatAProcessHas();
    spy.mockClear();
    await runJob('reconcile');
    expect(asked(spy)).toBeLessThan(91 - first + 5);
    spy.mockRestore();
    expect(await shop.isGood()).toBe(true);
    // A full reconciliation finds nothing more, so the result is the same as without the interruption.
    const ended = await shop.projections();
    expect(ended.receipts.length).toBeGreaterThan(0);
    expect(await shop.ask()).toMatchObject({ found: 0, problems: [] });
    expect(await shop.projections()).toEqual(ended);
  });
});

describe('Reconciling a large shop', () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;

  /** Keeps weak references to the objects passed to `handOut`, and counts those that haven't been garbage-collected. */
  function heldPieces() {
    const pieces: WeakRef<object>[] = [];
    return {
      async count(): Promise<number> {
        // A WeakRef's target can't be collected before the end of the turn in which it was last dereferenced.
        await new Promise(setImmediate);
        collectGarbage();
        return pieces.filter((ref) => ref.deref() !== undefined).length;
      },
      handOut<T extends object>(piece: T): T {
        pieces.push(new WeakRef(piece));
        return piece;
      },
    };
  }

  it('keeps only a few pages in memory at a time', async () => {
    const { count, handOut } = heldPieces();
    const held: number[] = [];
    const fake: Deps = {
      ...shop.deps,
      paddle: {
        ...shop.deps.paddle,
        async *alertHistory() {
          for (let n = 0; n < 100; n += 1) yield handOut({ alerts: [], readThrough: new Date(n) });
          held.push(await count());
        },
        async *everySubscription() {
          for (let n = 0; n < 100; n += 1) yield handOut([]);
          held.push(await count());
        },
      },
    };
    expect(await reconcile(fake, { since: new Date(0) })).toMatchObject({ found: 0, problems: [] });
    expect(held).toHaveLength(2);
    expect(Math.max(...held)).toBeLessThanOrEqual(3);
  });
});

describe('The scheduled jobs', () => {
  it('recover lost alerts when two processes run them concurrently', async () => {
    shop.twin.setFaults({ lose: 1 });
    shop.subscribe();
    shop.twin.setFaults({ lose: 0 });
    await shop.twin.advanceDays(1);
    await Promise.all([runJobs(shop.deps, going), runJobs(shop.whatAProcessHas(), going)]);
    expect(await shop.isGood()).toBe(true);
    expect(
      await shop.rows("SELECT name FROM jobs WHERE due_at > '2026-01-13 09:14:00' ORDER BY name"),
    ).toEqual([
      { name: 'lost_alerts' },
      { name: 'notices' },
      { name: 'ownership' },
      { name: 'reconcile' },
      { name: refoldJob },
    ]);
  });

  it('resolve a renewal whose subscription was never reported, by asking Paddle', async () => {
    shop.twin.setFaults({ lose: 1 });
    shop.subscribe();
    await shop.twin.advanceDays(100);
    shop.twin.setFaults({ lose: 0 });
    await shop.twin.advanceDays(25);
    const [waiting] = await shop.rows<{ state: string }>(
      "SELECT state FROM billing_events WHERE source = 'paddle_alert'",
    );
    expect(waiting?.state).toBe('waiting');
    await runJobs(shop.deps, going);
    expect(await shop.isGood()).toBe(true);
    expect(await shop.rows("SELECT id FROM billing_events WHERE state = 'waiting'")).toEqual([]);
  });

  it('look for lost alerts with a single request for Paddle’s alerts', async () => {
    const asked = vi.spyOn(globalThis, 'fetch');
    await jobs.find(({ name }) => name === 'lost_alerts')?.run(shop.deps, going);
    const urls = asked.mock.calls.map(([url]) => String(url));
    asked.mockRestore();
    expect(urls.filter((url) => url.endsWith('/alert/webhooks'))).toHaveLength(1);
  });

  it('schedule the nightly run for 23:15 UTC', () => {
    expect(nextNight(new Date('2026-01-12T09:00:00Z'))).toEqual(new Date('2026-01-12T23:15:00Z'));
    expect(nextNight(new Date('2026-01-12T23:15:00Z'))).toEqual(new Date('2026-01-13T23:15:00Z'));
  });
});
