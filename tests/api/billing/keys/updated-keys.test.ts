/** Tests the offer of a key with the licence's current details, through the portal's API. */
import { describe, expect, it } from 'vitest';
import { revokeLicence } from '#server/features/billing/decisions/revoke-licence.ts';
import { updatedAlert } from '#tests/support/billing/alerts.ts';
import { someOf } from '#tests/support/cases/some-of.ts';
import { codeOf } from '#tests/support/people/code-of.ts';
import { useKeyShop } from './key-shop.ts';

const shop = useKeyShop();

const good = '200 2026-02-13';

/** Paddle reports another number of seats. */
const changeSeats = (after: number, before: number, time: string) =>
  shop.customer.portal.alert(
    updatedAlert(
      shop.ours({
        ...{ subscription_id: '502300', subscription_plan_id: '24751', old_subscription_plan_id: '24751' },
        ...{ quantity: String(after), new_quantity: String(after), old_quantity: String(before) },
        event_time: `2026-01-12 ${time}`,
      }),
    ),
  );

const contents = async (licenceId?: number) =>
  shop.customer.deps.licenceCipher.open(await shop.key(licenceId));

describe('An updated key', () => {
  it('is offered after a change of seats, and the old key keeps working without end', async () => {
    const licenceId = await shop.buySeats(3);
    expect((await shop.view(licenceId)).keyDifferences).toBeNull();
    await changeSeats(6, 3, '09:19:00');
    expect((await shop.view(licenceId)).keyDifferences).toEqual({
      ...{ quantity: 3, frequency: null, email: null },
    });
    const old = await shop.key(licenceId);
    await shop.keys.update.mutate({ licenceId });
    expect(await contents(licenceId)).toMatchObject({ quantity: 6 });
    expect((await shop.view(licenceId)).keyDifferences).toBeNull();
    expect(await shop.overlap(licenceId)).toEqual([]);
    const fresh = await shop.key(licenceId);
    expect([await shop.ping(old), await shop.ping(fresh)]).toEqual([good, good]);
    expect(await shop.decisions()).toEqual(['licence_key_updated by customer']);
    const { entries } = await shop.customer.trpc.billing.history.query({ licenceId });
    expect(entries).toContainEqual({ kind: 'key_updated', on: '2026-01-12' });
    shop.customer.portal.setNow('2026-02-12T23:59:59Z');
    expect([await shop.ping(old), await shop.ping(fresh)]).toEqual([good, good]);
    shop.customer.portal.setNow('2026-06-01T00:00:00Z');
    expect([await shop.ping(old), await shop.ping(fresh)]).toEqual(['410 expired', '410 expired']);
  });

  it('is offered after a change of the interval', async () => {
    const yearly = { subscription_plan_id: '24750', next_bill_date: '2027-01-12' };
    await shop.customer.portal.alert(
      updatedAlert(shop.ours({ ...yearly, event_time: '2026-01-12 09:19:00' })),
    );
    expect((await shop.view()).keyDifferences).toEqual({ frequency: 'Monthly', quantity: null, email: null });
    await shop.keys.update.mutate({ licenceId: shop.licenceId });
    expect(await contents()).toMatchObject({ frequency: 'year' });
    expect((await shop.view()).keyDifferences).toBeNull();
  });

  it('is offered after a change of the address, and not for another spelling of it', async () => {
    const { db } = shop.database;
    await db.query("UPDATE users SET email = 'NORA.Lindqvist@example.test'");
    expect((await shop.view()).keyDifferences).toBeNull();
    await db.query("UPDATE users SET email = 'nora@new.test'");
    expect((await shop.view()).keyDifferences).toEqual({
      ...{ email: 'nora.lindqvist@example.test', frequency: null, quantity: null },
    });
    await shop.keys.update.mutate({ licenceId: shop.licenceId });
    expect(await contents()).toMatchObject({ purchaser_email: 'nora@new.test' });
    expect((await shop.view()).keyDifferences).toBeNull();
  });

  it('is issued once for several requests, and not at all if the key is up to date', async () => {
    const { licenceId } = shop;
    const old = await shop.key();
    expect(await shop.keys.update.mutate({ licenceId })).toEqual({ ok: true });
    expect([await shop.key(), await shop.decisions()]).toEqual([old, []]);
    await shop.database.db.query("UPDATE users SET email = 'nora@new.test'");
    const outcomes = await Promise.all([1, 2, 3].map(() => codeOf(shop.keys.update.mutate({ licenceId }))));
    expect(outcomes).toEqual([null, null, null]);
    expect(await shop.decisions()).toEqual(['licence_key_updated by customer']);
    expect(await shop.customer.rows('SELECT id FROM licence_keys')).toHaveLength(2);
  });

  it('leaves a replaced key its end', async () => {
    const leaked = await shop.key();
    await shop.replace();
    await shop.database.db.query("UPDATE users SET email = 'nora@new.test'");
    await shop.keys.update.mutate({ licenceId: shop.licenceId });
    expect(await shop.overlap()).toEqual(['2026-01-19T10:00:00.000Z']);
    shop.customer.portal.setNow('2026-01-19T10:00:00Z');
    expect([await shop.ping(leaked), await shop.ping(await shop.key())]).toEqual(['404', good]);
  });

  it('is neither offered nor issued for a licence that has ended', async () => {
    const { licenceId } = shop;
    await shop.database.db.query("UPDATE users SET email = 'nora@new.test'");
    await revokeLicence(shop.customer.deps, { licenceId, by: 'command line', reason: 'fraud' });
    expect((await shop.view()).keyDifferences).toBeNull();
    const old = await shop.key();
    expect(await codeOf(shop.keys.update.mutate({ licenceId }))).toBe('licence_revoked');
    expect(await shop.key()).toBe(old);
  });
});

describe('What the page says about the earlier keys', () => {
  const week = new Date('2026-01-19T10:00:00Z');
  const nextDay = new Date('2026-01-20T12:00:00Z');
  type Step = 'update' | 'replace' | 'replace at once' | 'a day later' | 'the overlap is over';

  async function take(step: Step): Promise<void> {
    if (step === 'update') await shop.update();
    if (step === 'replace') await shop.replace();
    if (step === 'replace at once') await shop.replaceAtOnce();
    if (step === 'a day later') shop.customer.portal.setNow('2026-01-13T11:30:00Z');
    if (step === 'the overlap is over') shop.customer.portal.setNow('2026-01-19T10:00:00Z');
  }

  const orders: [Step[], stopping: Date[], lasting: number][] = [
    [['update', 'replace'], [week, week], 0],
    [['update'], [], 1],
    [['update', 'update'], [], 2],
    [['update', 'replace at once'], [], 0],
    [['replace', 'update'], [week], 1],
    [['replace', 'a day later', 'replace'], [week, nextDay], 0],
    [['replace', 'update', 'a day later', 'replace'], [week, nextDay, nextDay], 0],
    [['replace', 'update', 'replace at once'], [week], 0],
    [['replace', 'the overlap is over'], [], 0],
    [['replace', 'the overlap is over', 'update'], [], 1],
    [['replace', 'update', 'the overlap is over'], [], 1],
  ];

  it.each(someOf(orders, 3))('is true after: %j', async (steps, stopping, lasting) => {
    const keys: string[] = [];
    for (const step of steps) {
      const current = await shop.key();
      if (!keys.includes(current)) keys.push(current);
      await take(step);
    }
    const { notices, oldKeys } = await shop.view();
    expect(oldKeys).toEqual({ stopping, lasting });
    expect(notices).toEqual(stopping.length > 0 ? [{ kind: 'key_replaced' }] : []);
    const current = await shop.key();
    const answers = await Promise.all(keys.filter((key) => key !== current).map(shop.ping));
    expect(answers.filter((answer) => answer === good)).toHaveLength(stopping.length + lasting);
  });
});
