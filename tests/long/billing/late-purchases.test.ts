/**
 * Tests purchases that are completed while their buyer's account is being deleted. They are cancelled at Paddle,
 * flagged for a refund and reported to the operator, and no personal data is stored again.
 */
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Deps } from '#server/deps.ts';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
import { sweep } from '#server/features/billing/inbox/sweep.ts';
import { toEvent } from '#server/features/billing/inbox/to-event.ts';
import { recordEvent } from '#server/features/billing/projections/record-event.ts';
import { deleteAccount } from '#server/features/privacy/deletion/delete-account.ts';
import { PaddleUnavailable } from '#server/platform/paddle/errors.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import { createdAlert, passthroughOf, paymentAlert } from '#tests/support/billing/alerts.ts';
import { seedPlansOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { privateKey, settingsFor, vendor } from '#tests/support/billing/twin-settings.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { everyStoredText } from '#tests/support/database/stored-texts.ts';
import { useSignedIn } from '#tests/support/people/signed-in.ts';
import { createSigner } from '#twin/alerts/signer.ts';
import { type PaddleTwin, startTwin } from '#twin/start-twin.ts';

const database = useDatabase();
const catalogue = [
  { id: 24_749, name: 'Monica monthly', interval: 'month', usdCents: 900, perSeat: false },
  { id: 24_751, name: 'OfficeLife monthly', interval: 'month', usdCents: 400, perSeat: true },
] as const;
const support = 'support@example.test';
const signer = createSigner(privateKey);
let twin: PaddleTwin;
let delivered = 0;

beforeEach(async () => {
  twin = await startTwin({
    ...{ port: 0, webhookUrl: null, catalogue, vendor, privateKey, seed: 7, clockStands: true },
    startAt: new Date('2026-01-12T09:14:00Z'),
  });
  onTestFinished(() => twin.stop());
});
const world = useSignedIn(database, () => ({
  now: twin.now,
  settings: settingsFor(twin),
}));
beforeEach(async () => {
  await seedPlansOnSale(database.db);
  twin.setWebhookUrl(`${world.portal.url}/paddle/webhook`);
});

const buy = (account = world.userId, email = world.email) =>
  twin.subscribe({ planId: 24_749, email, passthrough: passthroughOf(account) });
const remove = () => world.trpc.privacy.deleteAccount.mutate({ email: world.email });
const flags = () => world.rows('SELECT reference, kind, detail FROM flags WHERE resolved_at IS NULL');
const told = () => world.mailbox.letters(support);
const statusOf = (id: number) => twin.truthOf(id)?.status;
const traces = async () => (await everyStoredText(database.db)).filter((text) => /lindqvist|nora/.test(text));
const here = (id: number) =>
  world.rows(`SELECT s.status, s.user_id AS owner, s.contact_email AS email FROM subscriptions s
    WHERE s.paddle_subscription_id = ${id}`);
const minutesLater = (minutes: number): Deps => ({
  ...world.deps,
  now: () => new Date(twin.now().getTime() + minutes * 60_000),
});

/** Asserts that a purchase for a deleted account has been cancelled, stored without personal data and flagged. */
async function expectEnded(id: number, account = world.userId): Promise<void> {
  await sweep(world.deps);
  await expect.poll(() => statusOf(id), { timeout: 20_000 }).toBe('deleted');
  await twin.drain();
  await expect
    .poll(() => here(id), { timeout: 15_000 })
    .toEqual([{ status: 'deleted', owner: null, email: null }]);
  expect(await flags()).toEqual([
    {
      ...{ reference: `paid_after_deletion:subscription:${id}`, kind: 'paid_after_deletion' },
      detail: `account ${account}`,
    },
  ]);
  await expect.poll(() => told().length, { timeout: 15_000 }).toBe(1);
  expect(told()[0]?.text).toContain(`subscription:${id}`);
  expect(told()[0]?.text).toContain(`account ${account}`);
  expect(`${told()[0]?.subject}${told()[0]?.text}`).not.toMatch(/lindqvist|nora/i);
  await expect.poll(traces, { timeout: 15_000 }).toEqual([]);
  await rebuild(world.deps, { dryRun: false });
  expect((await rebuild(world.deps, { dryRun: true })).differences).toEqual([]);
  expect(await world.rows('SELECT id FROM licences WHERE user_id IS NOT NULL')).toEqual([]);
}

describe("A purchase whose alerts arrive after the account's deletion", () => {
  it('is cancelled at Paddle, flagged and reported to the operator once, without personal data', async () => {
    twin.setFaults({ hold: true });
    const id = buy();
    expect(await remove()).toEqual({ status: 'deleted' });
    twin.setFaults({ hold: false });
    await twin.drain();
    await expectEnded(id);
  });

  it.each([
    ['the creation first', [0, 1]],
    ['the payment first', [1, 0]],
    ['each twice', [1, 0, 1, 0]],
  ])(
    'with %s, is cancelled and flagged when made through a pay link that was still open',
    async (_, order) => {
      expect(await remove()).toEqual({ status: 'deleted' });
      twin.setFaults({ hold: true });
      const id = buy();
      const subscription = { subscription_id: String(id), passthrough: passthroughOf(world.userId) };
      const pair = [
        createdAlert({ ...subscription, email: world.email }),
        paymentAlert({ ...subscription, email: world.email, customer_name: 'Nora Lindqvist' }),
      ];
      // Delivers these alerts before Paddle's own, which have the same content.
      for (const index of order) await deliver(pair[index] ?? {});
      await sweep(world.deps);
      await expect.poll(() => statusOf(id), { timeout: 20_000 }).toBe('deleted');
      twin.setFaults({ hold: false });
      await expectEnded(id);
    },
  );

  it('is retried while Paddle is unavailable and cancelled once it is back', async () => {
    twin.setFaults({ hold: true });
    const id = buy();
    expect(await remove()).toEqual({ status: 'deleted' });
    let asked = 0;
    const down: Deps['paddle'] = {
      ...world.deps.paddle,
      cancelSubscription: () => {
        asked += 1;
        return Promise.reject(new PaddleUnavailable('no answer'));
      },
    };
    twin.setFaults({ hold: false, down: true });
    await twin.drain();
    await expect.poll(flags, { timeout: 15_000 }).toHaveLength(1);
    await sweep({ ...minutesLater(10), paddle: down });
    expect(asked).toBe(1);
    await sweep({ ...minutesLater(10), paddle: down });
    expect(asked).toBe(1);
    expect(statusOf(id)).toBe('active');
    twin.setFaults({ down: false });
    await sweep(minutesLater(60));
    expect(statusOf(id)).toBe('deleted');
    await expectEnded(id);
  });

  it('is only flagged when it is a one-off purchase', async () => {
    expect(await remove()).toEqual({ status: 'deleted' });
    twin.buyOnce({ planId: 24_749, email: world.email, passthrough: passthroughOf(world.userId) });
    await twin.drain();
    await expect.poll(flags, { timeout: 15_000 }).toMatchObject([{ kind: 'paid_after_deletion' }]);
    expect(await world.rows('SELECT stream FROM paddle_cancellations')).toEqual([]);
    expect(await traces()).toEqual([]);
  });

  it('is found when its event is applied, even if it was stored past the tombstone', async () => {
    const slipped = createdAlert({
      subscription_id: '4711',
      email: world.email,
      passthrough: passthroughOf(world.userId),
    });
    const reading = world.deps.paddle.readAlert(Buffer.from(signer.sign({ alert_id: '1', ...slipped })));
    if (reading.status !== 'proven') throw new Error(reading.reason);
    expect(await remove()).toEqual({ status: 'deleted' });
    const { event } = toEvent(world.deps, reading.alert, 'paddle_alert').arrived;
    await world.deps.events.append({ ...event, stream: 'subscription:4711' });
    await sweep(minutesLater(5));
    expect(await flags()).toMatchObject([{ kind: 'paid_after_deletion' }]);
    await sweep(minutesLater(5));
    await expect.poll(traces, { timeout: 15_000 }).toEqual([]);
    expect(await world.rows('SELECT stream FROM paddle_cancellations')).toEqual([
      { stream: 'subscription:4711' },
    ]);
  });
});

describe("A purchase during the account's deletion", () => {
  /** Returns dependencies that call `happens` before the nth batch of tombstones is stored. */
  const meanwhile = (nth: number, happens: () => Promise<unknown>): Deps => {
    let turns = 0;
    return {
      ...world.deps,
      paddleCustomers: {
        ...world.deps.paddleCustomers,
        bury: async (...names) => {
          turns += 1;
          if (turns === nth) await happens();
          await world.deps.paddleCustomers.bury(...names);
        },
      },
    };
  };

  it('is cancelled before the account is deleted, without a flag', async () => {
    const first = buy();
    await twin.drain();
    let second = 0;
    const racing = meanwhile(1, async () => {
      second = buy();
      await twin.drain();
    });
    expect(await deleteAccount(racing, { id: world.userId })).toEqual({ status: 'deleted' });
    expect([first, second].map(statusOf)).toEqual(['deleted', 'deleted']);
    expect(await world.rows('SELECT id FROM users')).toEqual([]);
    expect((await flags()).filter((flag) => (flag as { kind: string }).kind !== 'second_licence')).toEqual(
      [],
    );
    await expect.poll(traces, { timeout: 15_000 }).toEqual([]);
  });

  it('leaves the account able to buy again when the cancellation at Paddle fails', async () => {
    const racing = meanwhile(1, async () => {
      buy();
      await twin.drain();
    });
    const paddle: Deps['paddle'] = {
      ...world.deps.paddle,
      cancelSubscription: () => Promise.reject(new PaddleUnavailable('no answer')),
    };
    buy();
    await twin.drain();
    await world.deps.paddle.cancelSubscription(
      classicRef(
        'subscription',
        Number(
          (await world.rows<{ id: number }>('SELECT paddle_subscription_id AS id FROM subscriptions'))[0]?.id,
        ),
      ),
    );
    await twin.drain();
    const outcome = await deleteAccount({ ...racing, paddle }, { id: world.userId });
    expect(outcome).toMatchObject({ status: 'paddle_unavailable' });
    const third = buy();
    await twin.drain();
    expect(await here(third)).toEqual([{ status: 'active', owner: world.userId, email: world.email }]);
    expect(
      (await flags()).filter((flag) => (flag as { kind: string }).kind === 'paid_after_deletion'),
    ).toEqual([]);
  });
});

describe('A purchase for a missing account', () => {
  it('is flagged and reported when the account is unknown, and never cancelled automatically', async () => {
    const id = buy(987_654, 'somebody@example.test');
    await twin.drain();
    await expect.poll(() => told().length, { timeout: 15_000 }).toBe(1);
    expect(told()[0]?.subject).toBe('Payment received for an unknown account');
    expect(await flags()).toEqual([
      {
        ...{ reference: `unknown_account:subscription:${id}`, kind: 'unknown_account' },
        detail: 'account 987654',
      },
    ]);
    buy(987_655, 'another@example.test');
    await twin.drain();
    await expect.poll(flags, { timeout: 15_000 }).toHaveLength(2);
    await sweep(minutesLater(600));
    expect(statusOf(id)).toBe('active');
    expect(await world.rows('SELECT stream FROM paddle_cancellations')).toEqual([]);
    // The operator gets one e-mail per day, however many such purchases there are.
    expect(
      await world.rows("SELECT idempotency_key FROM outbox WHERE template = 'unknown-account'"),
    ).toHaveLength(1);
    expect((await rebuild(world.deps, { dryRun: true })).differences).toEqual([]);
  });

  it('belongs to the customer whose verified address paid for it', async () => {
    const id = buy(987_654);
    await twin.drain();
    expect(await here(id)).toMatchObject([{ owner: world.userId }]);
    expect(await flags()).toEqual([]);
  });

  it('stays with the customer it was assigned to by an administrator before the deletion', async () => {
    const id = buy();
    await twin.drain();
    await addCustomer(database.db, { id: 4000, name: 'Bo', email: 'bo@example.test' });
    await recordEvent(world.deps, {
      stream: `subscription:${id}`,
      source: 'administrator',
      event: { type: 'licence_claimed', by: 'command line', userId: 4000, how: 'administrator' },
    });
    expect(await remove()).toEqual({ status: 'deleted' });
    await twin.advanceDays(31);
    await sweep(minutesLater(600));
    expect(statusOf(id)).toBe('active');
    expect(await here(id)).toMatchObject([{ status: 'active', owner: 4000 }]);
    expect(await flags()).toEqual([]);
    expect(await world.rows('SELECT id FROM receipts WHERE user_id = 4000')).not.toEqual([]);
  });
});

/** Signs an alert and delivers it to the webhook, as Paddle would. */
async function deliver(fields: Record<string, string>): Promise<void> {
  delivered += 1;
  const { status } = await world.portal.post(
    signer.sign({ alert_id: String(9_000_000 + delivered), ...fields }),
  );
  expect(status).toBe(200);
}
