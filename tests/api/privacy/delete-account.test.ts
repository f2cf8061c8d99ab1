/**
 * Deleting an account: subscriptions are cancelled at Paddle first, then everything is erased. If Paddle fails, nothing
 * is erased and the customer gets an error.
 */
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Deps } from '#server/deps.ts';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
import { deleteAccount } from '#server/features/privacy/deletion/delete-account.ts';
import { PaddleUnavailable } from '#server/platform/paddle/errors.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import { appRouter } from '#server/router.ts';
import { passthroughOf } from '#tests/support/billing/alerts.ts';
import { seedPlansOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { privateKey, settingsFor, vendor } from '#tests/support/billing/twin-settings.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { everyStoredText } from '#tests/support/database/stored-texts.ts';
import { registerCustomer } from '#tests/support/people/customer.ts';
import { useSignedIn } from '#tests/support/people/signed-in.ts';
import { browser } from '#tests/support/portal/auth-portal.ts';
import { contextOf } from '#tests/support/portal/caller.ts';
import { type PaddleTwin, startTwin } from '#twin/start-twin.ts';

const database = useDatabase();
const catalogue = [
  { id: 24_749, name: 'Monica monthly', interval: 'month', usdCents: 900, perSeat: false },
  { id: 24_751, name: 'OfficeLife monthly', interval: 'month', usdCents: 400, perSeat: true },
] as const;
let twin: PaddleTwin;

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

/**
 * Buys two subscriptions for the customer, one of them with seats, and returns their IDs once the alerts have arrived.
 */
async function buyBoth(): Promise<number[]> {
  const passthrough = passthroughOf(world.userId);
  const ids = [24_749, 24_751].map((planId) => twin.subscribe({ planId, email: world.email, passthrough }));
  await twin.drain();
  expect(await world.rows('SELECT id FROM licences WHERE user_id IS NOT NULL')).toHaveLength(2);
  return ids;
}

async function theAccount() {
  const account = await world.deps.accounts.findById(world.userId);
  if (!account) throw new Error('there is no account');
  return account;
}

const remove = (email = world.email) => world.trpc.privacy.deleteAccount.mutate({ email });
/** Both requests are past authentication before either begins. */
async function removeTwice() {
  const caller = appRouter.createCaller(contextOf(world.deps, await theAccount()));
  return Promise.all([1, 2].map(() => caller.privacy.deleteAccount({ email: world.email })));
}
const statuses = (ids: readonly number[]) => ids.map((id) => twin.truthOf(id)?.status);
const codeOf = (appCode: string, httpStatus: number) =>
  expect.objectContaining({ data: expect.objectContaining({ appCode, httpStatus }) });
const accounts = () => world.rows<{ id: number; email: string }>('SELECT id, email FROM users');
const refusals = () => world.rows("SELECT detail FROM security_events WHERE kind = 'deletion_refused'");
const goodbyes = (to = world.email) =>
  world.mailbox.letters(to).filter(({ subject }) => /deleted/i.test(subject));
const traces = async () => (await everyStoredText(database.db)).filter((text) => /lindqvist|nora/.test(text));

const goodbyeText = (to = world.email) => goodbyes(to)[0]?.text ?? '';

async function expectStillThere(): Promise<void> {
  expect(await accounts()).toEqual([{ id: world.userId, email: world.email }]);
  expect(await world.trpc.accounts.me.query()).toMatchObject({ name: 'Nora Lindqvist' });
  expect(await world.rows('SELECT name FROM tombstones')).toEqual([]);
  expect(await world.rows("SELECT id FROM outbox WHERE template = 'account-deleted'")).toEqual([]);
}

/**
 * Asserts that the subscriptions have ended, that the account and all traces of the customer are gone, and that the
 * goodbye mail was sent once.
 */
async function expectGone(ids: readonly number[], address = world.email): Promise<void> {
  expect(statuses(ids)).toEqual(ids.map(() => 'deleted'));
  expect(await accounts()).toEqual([]);
  await expect.poll(() => goodbyes(address).length).toBe(1);
  const settled = "SELECT ids, state FROM outbox WHERE template = 'account-deleted'";
  await expect.poll(() => world.rows(settled)).toEqual([{ ids: '{}', state: 'sent' }]);
  // What a concurrent request stored while the log was redacted is redacted by the next sweep.
  await expect.poll(() => traces()).toEqual([]);
  expect((await rebuild(world.deps, { dryRun: true })).differences).toEqual([]);
}

describe('Deleting an account with active subscriptions', () => {
  it('cancels them at Paddle, erases the customer, keeps anonymous receipts and sends one e-mail', async () => {
    const ids = await buyBoth();
    const { token } = await world.trpc.accounts.tokens.create.mutate({
      ...{ name: 'Program', permissions: ['account:read'], expiresInDays: null },
    });
    expect(await remove()).toEqual({ status: 'deleted' });
    await expectGone(ids);
    expect(goodbyeText()).toContain('your subscriptions at Paddle have been cancelled');
    expect(await world.rows('SELECT user_id, amount_minor FROM receipts ORDER BY amount_minor')).toEqual([
      { user_id: null, amount_minor: 400 },
      { user_id: null, amount_minor: 900 },
    ]);
    // Paid periods keep working until they end.
    expect(await world.rows('SELECT user_id, status, valid_until_at FROM licences')).toEqual([
      { user_id: null, status: 'cancelled', valid_until_at: '2026-02-12' },
      { user_id: null, status: 'cancelled', valid_until_at: '2026-02-12' },
    ]);
    expect(await world.trpc.accounts.me.query()).toBeNull();
    const asked = await fetch(`${world.portal.url}/api/user`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(asked.status).toBe(401);
  });

  it('records the cancellations while alerts are held back, and late alerts restore nothing', async () => {
    const ids = await buyBoth();
    twin.setFaults({ hold: true });
    expect(await remove()).toEqual({ status: 'deleted' });
    expect(await world.rows("SELECT id FROM billing_events WHERE type = 'subscription_cancelled'")).toEqual(
      [],
    );
    const found = await world.rows("SELECT source FROM billing_events WHERE type = 'subscription_found'");
    expect(found).toEqual([{ source: 'reconciliation' }, { source: 'reconciliation' }]);
    twin.setFaults({ hold: false });
    await twin.drain();
    const late = await world.rows("SELECT id FROM billing_events WHERE type = 'subscription_cancelled'");
    expect(late).toHaveLength(2);
    await expectGone(ids);
  });

  it('changes nothing while Paddle is unavailable, and succeeds afterwards', async () => {
    const ids = await buyBoth();
    twin.setFaults({ down: true });
    expect(await remove()).toEqual({ status: 'kept', why: 'paddle_unavailable', cancelled: [] });
    await expectStillThere();
    expect(statuses(ids)).toEqual(['active', 'active']);
    expect(await refusals()).toEqual([{ detail: 'Paddle' }]);
    twin.setFaults({ down: false });
    expect(await remove()).toEqual({ status: 'deleted' });
    await expectGone(ids);
  });

  it('changes nothing while Paddle processes a payment (146), and succeeds afterwards', async () => {
    const ids = await buyBoth();
    twin.setFaults({ errors: [146] });
    expect(await remove()).toEqual({ status: 'kept', why: 'paddle_busy', cancelled: [] });
    await expectStillThere();
    expect(statuses(ids)).toEqual(['active', 'active']);
    expect(await remove()).toEqual({ status: 'deleted' });
    await expectGone(ids);
  });

  it('keeps the account when the second cancellation fails, and records the first', async () => {
    const ids = await buyBoth();
    let calls = 0;
    const paddle: Deps['paddle'] = {
      ...world.deps.paddle,
      cancelSubscription: async (id) => {
        calls += 1;
        if (calls === 2) throw new PaddleUnavailable('no answer');
        await world.deps.paddle.cancelSubscription(id);
      },
    };
    const account = await theAccount();
    const caller = appRouter.createCaller(contextOf({ ...world.deps, paddle }, account));
    const outcome = await caller.privacy.deleteAccount({ email: world.email });
    const first = await world.rows<{ id: number; product: string }>(
      "SELECT l.id, p.product FROM licences l JOIN plans p ON p.id = l.plan_id WHERE l.status = 'cancelled'",
    );
    expect(first).toHaveLength(1);
    expect(outcome).toEqual({
      ...{ status: 'kept', why: 'paddle_unavailable' },
      cancelled: [{ ...first[0], quantity: 1, worksThrough: '2026-02-12' }],
    });
    await expectStillThere();
    expect(statuses(ids).sort()).toEqual(['active', 'deleted']);
    const here = await world.rows<{ status: string }>('SELECT status FROM subscriptions ORDER BY status');
    expect(here.map(({ status }) => status).sort()).toEqual(['active', 'deleted']);
    expect(await remove()).toEqual({ status: 'deleted' });
    await expectGone(ids);
  });
});

describe('Deleting an account during the cancellation at Paddle', () => {
  const moved = 'nora.lindqvist@elsewhere.test';

  /** Returns dependencies with which `happens` runs once, right after Paddle has cancelled the first subscription. */
  function meanwhile(happens: () => Promise<unknown>): Deps {
    let calls = 0;
    const paddle: Deps['paddle'] = {
      ...world.deps.paddle,
      cancelSubscription: async (id) => {
        await world.deps.paddle.cancelSubscription(id);
        calls += 1;
        if (calls === 1) await happens();
      },
    };
    return { ...world.deps, paddle };
  }

  /** Requests an address change and returns the token of its link. */
  async function askToMove(): Promise<string> {
    await world.trpc.accounts.email.requestChange.mutate({ email: moved });
    const token = () =>
      /confirm-email\?token=(\S+)/.exec(
        world.mailbox
          .letters(moved)
          .map(({ text }) => text)
          .join(''),
      )?.[1];
    await expect.poll(token).toBeDefined();
    return decodeURIComponent(token() ?? '');
  }
  const confirm = async (token: string) =>
    expect(await world.trpc.accounts.email.confirmChange.mutate({ token })).toEqual({ status: 'changed' });

  it('succeeds despite an address change and sends the e-mail to the new address', async () => {
    const ids = await buyBoth();
    const token = await askToMove();
    const account = await theAccount();
    expect(
      await deleteAccount(
        meanwhile(() => confirm(token)),
        account,
      ),
    ).toEqual({ status: 'deleted' });
    expect(await world.trpc.accounts.me.query()).toBeNull();
    expect(goodbyes()).toEqual([]);
    await expectGone(ids, moved);
  });

  it('leaves another customer who registers the old address untouched', async () => {
    const ids = await buyBoth();
    const token = await askToMove();
    const account = await theAccount();
    const happens = async () => {
      await confirm(token);
      await addCustomer(database.db, { id: 4000, name: 'Bo', email: world.email });
      twin.subscribe({ planId: 24_749, email: world.email, passthrough: passthroughOf(4000) });
      await twin.drain();
    };
    expect(await deleteAccount(meanwhile(happens), account)).toEqual({ status: 'deleted' });
    expect(statuses(ids)).toEqual(['deleted', 'deleted']);
    expect(await accounts()).toEqual([{ id: 4000, email: world.email }]);
    expect(await world.rows('SELECT status FROM licences WHERE user_id = 4000')).toEqual([
      { status: 'active' },
    ]);
    expect(await world.rows('SELECT user_id FROM receipts WHERE user_id IS NOT NULL')).toEqual([
      { user_id: 4000 },
    ]);
    await expect.poll(() => goodbyes(moved).length).toBe(1);
    expect(goodbyes()).toEqual([]);
  });

  it('erases an address that is changed while the log is redacted', async () => {
    const ids = await buyBoth();
    const token = await askToMove();
    await Promise.all(ids.map((id) => world.deps.paddle.cancelSubscription(classicRef('subscription', id))));
    await twin.drain();
    let looks = 0;
    const racing: Deps = {
      ...world.deps,
      paddleCustomers: {
        ...world.deps.paddleCustomers,
        bury: async (...names) => {
          looks += 1;
          if (looks === 1) await confirm(token);
          await world.deps.paddleCustomers.bury(...names);
        },
      },
    };
    expect(await deleteAccount(racing, await theAccount())).toEqual({ status: 'deleted' });
    expect(goodbyes()).toEqual([]);
    await expectGone(ids, moved);
  });

  it('reports success to both of two concurrent requests and sends one e-mail', async () => {
    const ids = await buyBoth();
    expect(await removeTwice()).toEqual([{ status: 'deleted' }, { status: 'deleted' }]);
    await expectGone(ids);
    expect(world.portal.log.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });

  it('reports success when Paddle fails after another request has already deleted the account', async () => {
    const ids = await buyBoth();
    const account = await theAccount();
    const paddle: Deps['paddle'] = {
      ...world.deps.paddle,
      cancelSubscription: async () => {
        expect(await remove()).toEqual({ status: 'deleted' });
        throw new PaddleUnavailable('no answer');
      },
    };
    const caller = appRouter.createCaller(contextOf({ ...world.deps, paddle }, account));
    expect(await caller.privacy.deleteAccount({ email: world.email })).toEqual({ status: 'deleted' });
    await expectGone(ids);
  });
});

describe('Deleting an account after a crash', () => {
  /** Fails the nth transaction and every later one, as in a process that is killed and cleans nothing up. */
  function dyingAt(nth: number): Deps {
    let transactions = 0;
    return {
      ...world.deps,
      transaction: (work) => {
        transactions += 1;
        return transactions >= nth ? Promise.reject(new Error('killed')) : world.deps.transaction(work);
      },
    };
  }

  it('at any transaction can be repeated with the same result', async () => {
    const ids = await buyBoth();
    const account = await theAccount();
    let crashes = 0;
    for (let nth = 1; nth < 50; nth += 1) {
      const outcome = await deleteAccount(dyingAt(nth), account).catch((error: Error) => error);
      if (!(outcome instanceof Error)) break;
      expect(outcome.message).toBe('killed');
      expect(await accounts()).toHaveLength(1);
      crashes += 1;
    }
    expect(crashes).toBeGreaterThan(1);
    await expectGone(ids);
  });

  it('between the cancellation at Paddle and its record can be completed by the customer', async () => {
    const ids = await buyBoth();
    const paddle: Deps['paddle'] = {
      ...world.deps.paddle,
      cancelSubscription: async (id) => {
        await world.deps.paddle.cancelSubscription(id);
        throw new Error('killed');
      },
    };
    const account = await theAccount();
    await expect(deleteAccount({ ...world.deps, paddle }, account)).rejects.toThrow('killed');
    await expectStillThere();
    expect(await remove()).toEqual({ status: 'deleted' });
    await expectGone(ids);
  });
});

describe('Permission to delete an account', () => {
  it("requires the customer's own address, in any case", async () => {
    await expect(remove('somebody@example.test')).rejects.toEqual(codeOf('invalid_input', 400));
    await expectStillThere();
    expect(await remove(' Nora.Lindqvist@EXAMPLE.test ')).toEqual({ status: 'deleted' });
    await expectGone([]);
  });

  it('requires a session and recent reauthentication', async () => {
    await world.forgetConfirmation();
    await expect(remove()).rejects.toEqual(codeOf('confirmation_needed', 403));
    const stranger = world.portal.trpc().privacy.deleteAccount;
    await expect(stranger.mutate({ email: world.email })).rejects.toEqual(codeOf('not_signed_in', 401));
    await expectStillThere();
  });

  it("doesn't require Paddle for a customer without purchases, even for concurrent requests", async () => {
    twin.setFaults({ down: true });
    expect(await removeTwice()).toEqual([{ status: 'deleted' }, { status: 'deleted' }]);
    await expectGone([]);
    expect(goodbyeText()).not.toMatch(/Paddle|subscription/);
  });

  it("the deleted account can't sign in, and its address can register as a new customer", async () => {
    await remove();
    await expectGone([]);
    const signIn = { email: world.email, password: 'a long enough password' };
    expect((await browser(world.portal.url).post('/sign-in/email', signIn)).status).toBe(401);
    const earlier = world.mailbox.letters().map(({ id }) => id);
    const letters = (to?: string) => world.mailbox.letters(to).filter(({ id }) => !earlier.includes(id));
    await registerCustomer({ url: world.portal.url, mailbox: { letters } }, world.email);
    expect(await accounts()).toEqual([{ id: expect.any(Number), email: world.email }]);
    expect((await accounts())[0]?.id).toBeGreaterThan(world.userId);
  });
});
