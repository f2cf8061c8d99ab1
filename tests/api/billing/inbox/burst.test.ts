/**
 * Tests that a burst of alerts is applied by the process that stored it. Other processes take over only if that process
 * is gone or fails.
 */
import { pino } from 'pino';
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { eventRepository } from '#server/features/billing/event-log/event.repository.ts';
import type { NewEvent } from '#server/features/billing/event-log/events.ts';
import { createInbox } from '#server/features/billing/inbox/create-inbox.ts';
import { sweep } from '#server/features/billing/inbox/sweep.ts';
import { withTransaction } from '#server/platform/database/transactions.ts';
import type { Alert } from '#server/platform/paddle/port.ts';
import { createdAlert } from '#tests/support/billing/alerts.ts';
import { seedPlansOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { useDatabase } from '#tests/support/database/database.ts';

const test = useDatabase();
const startsAt = '2026-01-12T09:14:01.000Z';
let portal: Portal;

/** Builds the dependencies of a second process of the same portal, with its clock `aheadMs` ahead. */
const otherProcess = (aheadMs = 0): Deps =>
  buildDeps({
    config: portal.config,
    db: test.db,
    log: pino({ level: 'silent' }),
    clock: { now: () => new Date(portal.now().getTime() + aheadMs) },
  });

const alertOf = (index: number) =>
  createdAlert({
    ...{
      alert_id: String(index + 1),
      subscription_id: String(600_000 + index),
      user_id: String(700_000 + index),
    },
    email: `buyer-${index}@example.test`,
  });

function received(deps: Deps, index: number): Alert {
  const reading = deps.paddle.readAlert(Buffer.from(portal.signer.sign(alertOf(index))));
  if (reading.status !== 'proven') throw new Error(reading.reason);
  return reading.alert;
}

async function countOf(what: string): Promise<number> {
  const [row] = await test.db.query<{ total: number }>(`SELECT COUNT(*) AS total FROM ${what}`, {
    type: QueryTypes.SELECT,
  });
  return row?.total ?? 0;
}

beforeEach(async () => {
  portal = await startPortal({ databaseUrl: test.url, at: startsAt });
  await seedPlansOnSale(test.db);
});
afterEach(() => portal.stop());

/** Lets the first transaction, which stores the alert, run normally. Every later transaction runs `then` instead. */
function onceStored({ transaction }: Deps, then: () => Promise<never>): Deps['transaction'] {
  let isStored = false;
  return (work) => {
    if (isStored) return then();
    isStored = true;
    return transaction(work);
  };
}

describe('A burst', () => {
  it('is applied by the process that stored it while another process sweeps', async () => {
    const deps = otherProcess();
    // Another process sweeps after every fourth alert, so some sweeps run while alerts are still deferred.
    const answers = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const answer = await portal.alert(alertOf(index));
        if (index % 4 === 3) await sweep(deps);
        return answer;
      }),
    );
    expect(answers.map(({ body }) => body.result)).toContain('waiting');
    await expect.poll(() => countOf('licences')).toBe(40);
    expect(await countOf('billing_events WHERE attempts > 0')).toBe(0);
  });

  it('is taken over by another process after 20 seconds when the first one hangs', async () => {
    const dead = otherProcess();
    const inbox = createInbox({
      ...dead,
      transaction: onceStored(dead, () => new Promise<never>(() => undefined)),
    });
    void inbox.ingest(received(dead, 0));
    await expect.poll(() => countOf('billing_events')).toBe(1);
    expect(await sweep(otherProcess(19_000))).toBe(0);
    expect(await sweep(otherProcess(20_000))).toBe(1);
    expect(await countOf('licences')).toBe(1);
  });

  it('is applied by another process at once when the first one fails', async () => {
    const failing = otherProcess();
    const inbox = createInbox({
      ...failing,
      transaction: onceStored(failing, () => Promise.reject(new Error('no'))),
    });
    expect(await inbox.ingest(received(failing, 0))).toMatchObject({ result: 'waiting' });
    await sweep(otherProcess());
    await expect.poll(() => countOf('licences')).toBe(1);
  });
});

describe('A backlog', () => {
  it('is claimed in parts without reading all of it each time', async () => {
    const later = new Date('2026-02-01T00:00:00Z');
    const due = (index: number): NewEvent => ({
      ...{
        source: 'paddle_alert',
        type: 'x',
        stream: null,
        payload: {},
        state: index % 2 ? 'pending' : 'waiting',
      },
      ...{ alertId: String(index), occurredAt: later, receivedAt: later, nextAttemptAt: later },
    });
    await eventRepository(test.db).appendAll(Array.from({ length: 3_000 }, (_, index) => due(index)));
    await test.db.query('UPDATE billing_events SET next_attempt_at = received_at');
    await test.db.query('ANALYZE TABLE billing_events');
    const rowsRead = await withTransaction(test.db, async (transaction) => {
      const read = async () => {
        const counters = await test.db.query<{ Value: string }>(
          "SHOW SESSION STATUS WHERE Variable_name IN ('Handler_read_next', 'Handler_read_rnd_next', 'Handler_read_rnd', 'Sort_rows')",
          { type: QueryTypes.SELECT, transaction },
        );
        return counters.reduce((sum, { Value }) => sum + Number(Value), 0);
      };
      const before = await read();
      const events = await eventRepository(test.db, transaction).claimDue(later, new Date('2026-02-02'), 100);
      expect(events).toHaveLength(100);
      return (await read()) - before;
    });
    expect(rowsRead).toBeLessThan(1_500);
  });
});
