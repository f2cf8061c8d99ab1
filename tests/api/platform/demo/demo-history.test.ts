import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { draftHistory, ensureHistory, twinFolderIn } from '#scripts/demo/history/ensure-history.ts';
import { historyFile, historyText, logIns, type Person, readHistory } from '#scripts/demo/history/history.ts';
import { twinCatalogue } from '#scripts/demo/history/history-plans.ts';
import { makeHistory } from '#scripts/demo/history/make-history.ts';
import { playHistory } from '#scripts/demo/history/play-history.ts';
import { accountRepository } from '#server/features/accounts/account.repository.ts';
import { eventRepository } from '#server/features/billing/event-log/event.repository.ts';
import { addMonths, dayOf } from '#shared/dates.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { someOfTheHistory } from '#tests/support/portal/demo-shop.ts';
import { startTwin } from '#twin/start-twin.ts';

/** The key is generated once, because generating it takes longer than simulating a history. */
const privateKey = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();
const vendor = { id: 12_345, authCode: 'f00dcafe0123456789abcdef' };

const twinUrl = 'http://127.0.0.1:4010';
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portal-history-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Simulates the history and returns the twin's state afterwards. */
async function played(people: readonly Person[], now: Date) {
  await playHistory({ twinUrl, vendor, privateKey, folder, people, now });
  const twin = await startTwin({
    ...{ port: 0, vendor, folder, webhookUrl: null, catalogue: twinCatalogue },
    clockStands: true,
  });
  const truth = twin.truth();
  await twin.stop();
  return truth;
}

describe('The prepared history', () => {
  test('equals the output of `npm run demo:history`', () => {
    expect(readFileSync(historyFile, 'utf8')).toBe(historyText(makeHistory()));
  });

  test('contains 200 people with undeliverable addresses', () => {
    const people = readHistory();
    expect(people).toHaveLength(200);
    expect(new Set(people.map(({ email }) => email)).size).toBe(200);
    expect(people.filter(({ email }) => !/@(?:example\.(?:com|org|net)|[a-z]+\.test)$/.test(email))).toEqual(
      [],
    );
    expect(people.flatMap(({ logIn }) => logIn ?? []).sort()).toEqual([...logIns].sort());
  });

  test('has realistic shares of subscription statuses, payments, refunds and disputes', async () => {
    const { subscriptions } = await played(readHistory(), new Date());
    const share = (status: string) =>
      subscriptions.filter((one) => one.status === status).length / subscriptions.length;
    expect(share('active')).toBeGreaterThan(0.65);
    expect(share('active')).toBeLessThan(0.85);
    for (const status of ['trialing', 'past_due', 'paused']) {
      expect(share(status)).toBeGreaterThan(0.01);
      expect(share(status)).toBeLessThan(0.06);
    }
    expect(share('deleted')).toBeGreaterThan(0.1);
    const payments = subscriptions.flatMap((one) => one.payments);
    expect(payments.length).toBeGreaterThan(500);
    expect(new Set(payments.flatMap(({ refunds }) => refunds.map(({ kind }) => kind)))).toEqual(
      new Set(['full', 'partial', 'vat']),
    );
    expect(payments.some(({ dispute }) => dispute === 'open')).toBe(true);
  });

  // The demo's billing dates fall on fixed days of the month, so errors are most likely around the shortest months.
  test.each([
    '2026-12-31T00:00:30Z',
    '2027-03-01T23:59:30Z',
    '2027-03-31T12:00:00Z',
    '2028-02-29T06:30:00Z',
    '2028-03-30T18:00:00Z',
  ])('gives the demo customers the same subscriptions when played on %s', async (instant) => {
    const now = new Date(instant);
    const people = readHistory().filter(({ logIn }) => logIn !== undefined);
    const { subscriptions } = await played(people, now);
    const of = (email: string) => subscriptions.filter((one) => one.email === email);
    const today = dayOf(now);
    expect(of('new@example.com')).toEqual([]);
    expect(of('active@example.com').map(({ status }) => status)).toEqual(['active', 'active']);
    for (const { paidThrough } of of('active@example.com')) expect(paidThrough > today).toBe(true);
    const [pastDue] = of('past-due@example.com');
    expect(pastDue).toMatchObject({ status: 'past_due' });
    // The customer is overdue but within the grace period, and no charge is due today.
    expect(pastDue?.paidThrough && pastDue.paidThrough < today).toBe(true);
    expect(pastDue?.paidThrough && pastDue.paidThrough > addMonths(today, -1)).toBe(true);
    expect(pastDue?.nextBillDate && pastDue.nextBillDate > today).toBe(true);
    const [cancelled] = of('cancelled@example.com');
    expect(cancelled).toMatchObject({ status: 'deleted' });
    expect(cancelled?.cancelledOn && cancelled.cancelledOn > today).toBe(true);
  });
});

describe("The demo's database and twin", () => {
  const database = useDatabase();
  const people = someOfTheHistory(60);

  /** Runs the part of the demo's start that prepares its history. Returns how often it cleared the database. */
  async function start(clear: () => Promise<void> = () => Promise.resolve()): Promise<number> {
    let cleared = 0;
    const history = {
      ...{ folder, people, twinUrl, vendor, privateKey, now: new Date() },
      passwords: { new: 'a', active: 'b', past_due: 'c', cancelled: 'd' },
    };
    await draftHistory(history);
    await ensureHistory({
      ...history,
      databaseUrl: database.url,
      async clear() {
        cleared += 1;
        await clear();
      },
    });
    return cleared;
  }
  const stateFile = () => join(twinFolderIn(folder), 'paddle-twin.json');
  /** Returns the account IDs in the passthroughs of the twin's subscriptions. `state` is the twin's stored state. */
  const buyersAt = (state: string): unknown[] => {
    const { subscriptions } = z
      .object({ subscriptions: z.array(z.object({ passthrough: z.string() })) })
      .parse(JSON.parse(state));
    return subscriptions.map(({ passthrough }) => JSON.parse(passthrough || '{}').billable_id);
  };
  const buyerInDatabase = () => accountRepository(database.db).findByEmail('active@example.com');
  const empty = async () => {
    for (const table of ['billing_events', 'accounts', 'users'])
      await database.db.query(`DELETE FROM ${table}`);
  };
  const giveEvent = () =>
    eventRepository(database.db).append({
      ...{ source: 'system', type: 'x', stream: null, payload: {}, state: 'stored' },
      ...{ occurredAt: new Date(), receivedAt: new Date() },
    });

  test('are created together, once', async () => {
    expect(await start()).toBe(0);
    const account = await buyerInDatabase();
    expect(account).toMatchObject({ name: 'Amara Ashworth', country: 'GB', emailVerified: true });
    const state = readFileSync(stateFile(), 'utf8');
    expect(buyersAt(state)).toContain(account?.id);
    await giveEvent();
    expect(await start()).toBe(0);
    expect(readFileSync(stateFile(), 'utf8')).toBe(state);
  });

  test("are recreated when the database belongs to another demo or the twin's folder is missing", async () => {
    await database.db.query(
      "INSERT INTO users (name, email, created_at, updated_at) VALUES ('Ada', 'customer@example.org', NOW(), NOW())",
    );
    expect(await start(empty)).toBe(1);
    await giveEvent();
    rmSync(twinFolderIn(folder), { recursive: true });
    expect(await start(empty)).toBe(1);
    expect(await buyerInDatabase()).not.toBeNull();
  });

  test('are recreated when the twin comes from an earlier demo or the database was emptied', async () => {
    await start();
    rmSync(join(twinFolderIn(folder), 'history.json'));
    await giveEvent();
    expect(await start(empty)).toBe(1);
    const before = readFileSync(stateFile(), 'utf8');
    await empty();
    expect(await start()).toBe(0);
    expect(await buyerInDatabase()).not.toBeNull();
    expect(readFileSync(stateFile(), 'utf8')).not.toBe(before);
  });

  test('are completed by the next start after an interrupted one', async () => {
    await start();
    const account = await buyerInDatabase();
    // Simulates a start that was interrupted after it had written the accounts but before it had created the twin.
    rmSync(twinFolderIn(folder), { recursive: true });
    expect(await start()).toBe(0);
    expect(await buyerInDatabase()).toEqual(account);
    expect(existsSync(stateFile())).toBe(true);
  });

  test("aren't created when clearing the database fails", async () => {
    await giveEvent();
    await expect(start(() => Promise.reject(new Error('not ours')))).rejects.toThrow('not ours');
    expect(existsSync(twinFolderIn(folder))).toBe(false);
    expect(await buyerInDatabase()).toBeNull();
  });
});
