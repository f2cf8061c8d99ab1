/** Tests how licences are created and updated from entitlements, through the use cases and on a real database. */
import { randomBytes } from 'node:crypto';
import { QueryTypes } from 'sequelize';
import { beforeEach, describe, expect, it } from 'vitest';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import type { Subscription } from '#server/features/billing/subscription.repository.ts';
import type { Entitlement } from '#server/features/licences/apply-entitlements.ts';
import { readKey } from '#server/features/licences/keys/read-key.ts';
import { licencesRouter } from '#server/features/licences/licences.router.ts';
import { createLogger } from '#server/platform/observability/logger.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import type { AccountView } from '#shared/accounts/accounts.ts';
import {
  anEntitlement,
  applyEntitlement,
  day,
  keyOf,
  makeLicence,
  makePlan,
} from '#tests/support/billing/licences.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { contextOf } from '#tests/support/portal/caller.ts';
import { testConfig } from '#tests/support/portal/instance-server.ts';

const database = useDatabase();
let deps: Deps;
let now: Date;

const build = (settings: Record<string, string> = {}): Deps =>
  buildDeps({
    config: testConfig(database.url, settings),
    db: database.db,
    log: createLogger('silent'),
    clock: { now: () => now },
  });

beforeEach(() => {
  now = new Date('2027-01-15T12:00:00Z');
  deps = build();
});

const apply = (entitlement: Entitlement) => deps.transaction((bound) => applyEntitlement(bound, entitlement));
const count = async (table: string): Promise<number> => {
  const rows = await database.db.query(`SELECT 1 FROM ${table}`, { type: QueryTypes.SELECT });
  return rows.length;
};

describe('Applying an entitlement', () => {
  it('issues a licence whose key holds the product, plan, seats and dates', async () => {
    const plan = await makePlan(deps, 'OfficeLife', 'Monthly');
    const { licenceId, outcome } = await apply(anEntitlement(plan, { quantity: 12 }));
    expect(outcome).toBe('issued');
    expect(deps.licenceCipher.open(await keyOf(deps, licenceId))).toEqual({
      frequency: 'month',
      purchaser_email: 'zoé@example.com',
      quantity: 12,
      product: 'OfficeLife',
      plan: 'Monthly plan',
      valid_until_at: '2027-01-31',
      next_check_at: '2027-02-01',
    });
  });

  it('changes nothing and creates no second key when the same entitlement is applied twice', async () => {
    const entitlement = anEntitlement(await makePlan(deps), { lastPaid: { minor: 1_200, currency: 'JPY' } });
    const { licenceId } = await apply(entitlement);
    const key = await keyOf(deps, licenceId);
    expect(await apply(entitlement)).toEqual({ licenceId, outcome: 'unchanged' });
    expect(await keyOf(deps, licenceId)).toBe(key);
    expect(await count('licence_keys')).toBe(1);
  });

  it('updates every column of the projection and keeps the key', async () => {
    const entitlement = anEntitlement(await makePlan(deps));
    const { licenceId } = await apply(entitlement);
    const key = await keyOf(deps, licenceId);
    const changed: Entitlement = {
      ...entitlement,
      userId: await addCustomer(database.db),
      plan: await makePlan(deps, 'OfficeLife', 'Monthly'),
      status: 'cancelled',
      subscriptionState: 'subscription_cancelled',
      quantity: 7,
      startedOn: day('2026-12-01'),
      periodStart: day('2027-01-01'),
      validUntil: day('2027-02-28'),
      pausedFrom: day('2027-02-01'),
      endsOn: day('2027-03-01'),
      lastPaid: { minor: -5, currency: 'USD' },
    };
    expect(await apply(changed)).toEqual({ licenceId, outcome: 'changed' });
    const { purchaserEmail: _, plan, ...projection } = changed;
    const found = await deps.licences.findById(licenceId);
    expect(found).toEqual({ id: licenceId, ...projection, plan: found?.plan });
    // A licence doesn't say whether its plan is still sold.
    expect(plan).toMatchObject({ ...found?.plan });
    expect(await keyOf(deps, licenceId)).toBe(key);
  });

  it('creates one licence and one current key when applied concurrently', async () => {
    const entitlement = anEntitlement(await makePlan(deps));
    const others = Array.from({ length: 6 }, () => build());
    const applied = await Promise.all(
      others.map((each) => each.transaction((bound) => applyEntitlement(bound, entitlement))),
    );
    expect(new Set(applied.map(({ licenceId }) => licenceId)).size).toBe(1);
    expect(applied.filter(({ outcome }) => outcome === 'issued')).toHaveLength(1);
    expect(await count('licences')).toBe(1);
    expect(await count('licence_keys')).toBe(1);
  });

  it('stores nothing when the surrounding transaction fails', async () => {
    const entitlement = anEntitlement(await makePlan(deps));
    const failing = deps.transaction(async (bound) => {
      await applyEntitlement(bound, entitlement);
      throw new Error('something later failed');
    });
    await expect(failing).rejects.toThrow('something later failed');
    expect(await count('licences')).toBe(0);
    expect(await count('licence_keys')).toBe(0);
  });
});

describe('Reading a key', () => {
  it("returns the key's contents and the stored licence", async () => {
    const { key, licenceId } = await makeLicence(deps);
    expect(await readKey(deps, `${key}\n`)).toMatchObject({
      contents: { purchaser_email: 'zoé@example.com' },
      known: {
        licence: { id: licenceId },
        keyRetiredAt: null,
        check: { status: 'good', nextCheckOn: '2027-02-01' },
      },
    });
  });

  it('accepts every key format that /api/validate accepts', async () => {
    const { key, licenceId } = await makeLicence(deps);
    const forUrls = key.replaceAll('+', '-').replaceAll('/', '_');
    expect(await readKey(deps, `\u200b${forUrls}\u00a0`)).toMatchObject({
      contents: { quantity: 1 },
      known: { licence: { id: licenceId } },
    });
    expect(await readKey(deps, 'no key at all')).toEqual({ contents: null, known: null });
  });

  it('tells an unknown genuine key from a forged one and finds stored keys without their private key', async () => {
    const { key } = await makeLicence(deps);
    const newKey = { PRIVATE_KEY: `base64:${randomBytes(32).toString('base64')}` };
    expect(await readKey(build(newKey), key)).toMatchObject({
      contents: null,
      known: { keyRetiredAt: null },
    });
    await database.db.query('DELETE FROM licence_keys');
    expect(await readKey(deps, key)).toMatchObject({ contents: { quantity: 1 }, known: null });
    expect(await readKey(deps, 'hello')).toEqual({ contents: null, known: null });
  });
});

describe("A customer's licences", () => {
  const account = (id: number, over: Partial<AccountView> = {}): AccountView => ({
    id,
    name: 'Somebody',
    email: 'somebody@example.com',
    emailVerified: true,
    locale: 'en',
    country: null,
    administratorRole: null,
    ...over,
  });
  const callerOf = (who: AccountView | null) => licencesRouter.createCaller(contextOf(deps, who));

  it("lists only the customer's licences, filtered by product, without the full keys", async () => {
    const userId = await addCustomer(database.db);
    const mine = await makeLicence(deps, { userId });
    await makeLicence(deps, {
      userId,
      plan: await makePlan(deps, 'OfficeLife'),
      startedOn: day('2027-01-01'),
    });
    await makeLicence(deps, { userId: await addCustomer(database.db) });
    await makeLicence(deps);
    const list = await callerOf(account(userId)).list({});
    expect(list.map(({ product }) => product)).toEqual(['OfficeLife', 'Monica']);
    expect(await callerOf(account(userId)).list({ product: 'Monica' })).toEqual([
      {
        id: mine.licenceId,
        product: 'Monica',
        planName: 'Yearly plan',
        frequency: 'Annual',
        quantity: 1,
        status: 'active',
        standing: 'good',
        worksThrough: '2027-02-07',
        validUntil: '2027-01-31',
        renewsOn: '2027-01-31',
        pausesOn: null,
        pausedReason: null,
        lastPaid: null,
        price: null,
        nextCharge: null,
        firstCharge: null,
        periodStart: null,
        startedOn: '2026-12-31',
        cardPage: null,
        cancelPage: null,
        keyHint: { start: mine.key.slice(0, 16), end: mine.key.slice(-16) },
        notices: [],
        lastPing: null,
        keyId: expect.any(Number),
        keyDifferences: { email: 'zoé@example.com', frequency: null, quantity: null },
        oldKeys: { stopping: [], lasting: 0 },
      },
    ]);
    expect(JSON.stringify(list)).not.toContain(mine.key.slice(20, 60));
  });

  describe('With a subscription', () => {
    const pages = {
      updateUrl: `https://checkout.example.com/update?${'x'.repeat(430)}`,
      cancelUrl: 'https://checkout.example.com/cancel',
    };

    /**
     * Creates a licence with a subscription. Returns a function that changes either of them and returns the licence as
     * the customer then sees it.
     */
    async function subscribe() {
      const userId = await addCustomer(database.db);
      const { entitlement } = await makeLicence(deps, { userId, stream: 'subscription:77' });
      const subscription: Subscription = {
        ...pages,
        stream: 'subscription:77',
        ref: classicRef('subscription', 77),
        paddleUserId: 1,
        paddlePlanId: 1,
        userId,
        contactEmail: null,
        status: 'active',
        quantity: 1,
        startedOn: day('2026-12-31'),
        trialEndsOn: null,
        nextBillOn: day('2027-02-03'),
        pausedFrom: null,
        pausedReason: null,
        endsOn: null,
        failedAttempts: 0,
        nextRetryOn: null,
        nextCharge: null,
        periodPrice: null,
        firstCharge: null,
      };
      const caller = callerOf(account(userId));
      return async (licence: Partial<Entitlement> = {}, changes: Partial<Subscription> = {}) => {
        await apply({ ...entitlement, ...licence });
        await deps.subscriptions.save([{ ...subscription, ...changes }]);
        return (await caller.list({}))[0];
      };
    }

    it("includes Paddle's pages and the next charge while it renews, and neither after it is deleted", async () => {
      const see = await subscribe();
      expect(await see()).toMatchObject({
        renewsOn: '2027-02-03',
        ...{ cardPage: pages.updateUrl, cancelPage: pages.cancelUrl },
      });
      expect(
        await see(
          { status: 'cancelled', endsOn: day('2027-01-20') },
          { status: 'deleted', nextBillOn: null },
        ),
      ).toMatchObject({
        standing: 'ending',
        worksThrough: '2027-01-31',
        renewsOn: null,
        cardPage: null,
        cancelPage: null,
      });
    });

    it('shows the next retry while past due and keeps the card page after the grace period', async () => {
      const see = await subscribe();
      const unpaid = { status: 'past_due', nextRetryOn: day('2027-02-05'), failedAttempts: 1 } as const;
      now = new Date('2027-02-05T00:00:00Z');
      expect(await see({ status: 'past_due' }, unpaid)).toMatchObject({
        standing: 'grace',
        worksThrough: '2027-02-07',
        notices: [{ kind: 'overdue', retryOn: '2027-02-05' }],
        cardPage: pages.updateUrl,
      });
      now = new Date('2027-02-08T00:00:00Z');
      expect(await see({ status: 'past_due' }, unpaid)).toMatchObject({
        standing: 'ended',
        worksThrough: '2027-02-07',
        renewsOn: null,
        notices: [{ kind: 'lapsed', retryOn: null, cardPage: pages.updateUrl }],
        cardPage: pages.updateUrl,
      });
    });

    it('works through the day a scheduled pause starts, without a grace period', async () => {
      const see = await subscribe();
      const pause = { pausedFrom: day('2027-02-03'), pausedReason: 'voluntary' } as const;
      expect(await see({ pausedFrom: pause.pausedFrom }, pause)).toMatchObject({
        status: 'active',
        standing: 'ending',
        pausesOn: '2027-02-03',
        pausedReason: 'voluntary',
        worksThrough: '2027-02-03',
        renewsOn: null,
        cancelPage: pages.cancelUrl,
      });
      now = new Date('2027-02-04T00:00:00Z');
      // The result must be the same before and after Paddle reports that the pause has begun.
      expect(await see({ pausedFrom: pause.pausedFrom }, pause)).toMatchObject({
        standing: 'ended',
        worksThrough: '2027-02-03',
      });
      expect(
        await see({ status: 'paused', pausedFrom: pause.pausedFrom }, { ...pause, status: 'paused' }),
      ).toMatchObject({ standing: 'ended', worksThrough: '2027-02-03', pausedReason: 'voluntary' });
    });

    it('works until the last covered day after a refund, without a grace period', async () => {
      const see = await subscribe();
      expect(await see({ status: 'refunded' })).toMatchObject({
        standing: 'ending',
        worksThrough: '2027-01-31',
        renewsOn: null,
        // The page for cancelling is still offered, because Paddle keeps charging until the subscription is cancelled
        // there.
        cancelPage: pages.cancelUrl,
      });
      now = new Date('2027-02-01T00:00:00Z');
      expect(await see({ status: 'refunded' })).toMatchObject({
        standing: 'ended',
        worksThrough: '2027-01-31',
      });
    });

    it('shows a revoked licence as ended the day before', async () => {
      const see = await subscribe();
      expect(await see({ status: 'revoked' })).toMatchObject({
        standing: 'ended',
        worksThrough: '2027-01-14',
        renewsOn: null,
      });
    });
  });

  it("reveals the full key of the customer's own licence and returns NOT_FOUND for any other", async () => {
    const userId = await addCustomer(database.db);
    const mine = await makeLicence(deps, { userId });
    const other = await makeLicence(deps, { userId: await addCustomer(database.db) });
    const unclaimed = await makeLicence(deps);
    const caller = callerOf(account(userId));
    expect(await caller.revealKey({ licenceId: mine.licenceId })).toEqual({ key: mine.key });
    const failures = await Promise.all(
      [other.licenceId, unclaimed.licenceId, 999_999].map((licenceId) =>
        caller.revealKey({ licenceId }).then(
          () => 'revealed',
          (error: { code?: string }) => error.code,
        ),
      ),
    );
    expect(failures).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND']);
  });

  it('rejects a signed-out visitor and a customer with an unconfirmed address', async () => {
    await expect(callerOf(null).list({})).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    const unconfirmed = account(1, { emailVerified: false });
    await expect(callerOf(unconfirmed).list({})).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});
