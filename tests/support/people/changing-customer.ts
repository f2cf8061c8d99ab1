/**
 * A signed-in customer with a subscription at the Paddle twin, for tests of changes. The twin's clock, which is also
 * the portal's business clock, moves only when a test advances it.
 */
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach } from 'vitest';
import { settleChanges } from '#server/features/billing/changes/settle-changes.ts';
import { classicPaddle } from '#server/platform/paddle/classic/adapter.ts';
import type { RequestInput } from '#shared/billing/changes.ts';
import type { Plan } from '#shared/catalogue/catalogue.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import { passthroughOf } from '#tests/support/billing/alerts.ts';
import { planOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { privateKey, settingsFor, vendor } from '#tests/support/billing/twin-settings.ts';
import { type TestDatabase, useDatabase } from '#tests/support/database/database.ts';
import { type PaddleTwin, startTwin } from '#twin/start-twin.ts';
import { type SignedIn, useSignedIn } from './signed-in.ts';

/** Plans at the twin. The portal sells all of them. */
const sold = [
  { id: 24_749, product: 'Monica', name: 'Monica monthly', interval: 'month', usdCents: 900 },
  { id: 24_750, product: 'Monica', name: 'Monica yearly', interval: 'year', usdCents: 9_000 },
  { id: 24_751, product: 'OfficeLife', name: 'OfficeLife monthly', interval: 'month', usdCents: 600 },
  { id: 24_752, product: 'OfficeLife', name: 'OfficeLife yearly', interval: 'year', usdCents: 12_000 },
  { id: 24_753, product: 'OfficeLife', name: 'OfficeLife large', interval: 'month', usdCents: 5_000 },
  {
    id: 24_754,
    product: 'OfficeLife',
    name: 'With a trial',
    interval: 'month',
    usdCents: 600,
    trialDays: 14,
  },
] as const;
export type PlanName = (typeof sold)[number]['name'];

/** Short, so that a call to Paddle that gets no response doesn't take long. */
const paddleTimeoutMs = 1_000;

export interface Purchase {
  quantity?: number;
  coupon?: string;
  country?: string;
}

export interface ChangingCustomer {
  database: TestDatabase;
  portal: SignedIn['portal'];
  deps: SignedIn['deps'];
  mailbox: SignedIn['mailbox'];
  rows: SignedIn['rows'];
  userId: number;
  cookie: string;
  forgetConfirmation: SignedIn['forgetConfirmation'];
  twin: PaddleTwin;
  changes: SignedIn['trpc']['billing']['changes'];
  plan(name: PlanName): Plan;
  /** Buys a plan and waits for the licence. */
  buy(
    name: PlanName,
    purchase?: Purchase,
  ): Promise<{ licenceId: number; subscriptionId: number; stream: string }>;
  /** Previews the change and confirms what was shown, as a dialog does. */
  confirm(
    licenceId: number,
    change: RequestInput['change'],
  ): ReturnType<SignedIn['trpc']['billing']['changes']['request']['mutate']>;
  /** Sends a request with a new ID. */
  request(
    input: Omit<RequestInput, 'requestId'> & { requestId?: string },
  ): ReturnType<SignedIn['trpc']['billing']['changes']['request']['mutate']>;
  /** Runs the background work that settles changes, after moving the clock by this many seconds. */
  settleAfter(seconds: number): Promise<void>;
  /** Returns how often the portal called a function of Paddle. */
  calls(path: string): number;
  /** Returns the amounts that Paddle charged, oldest first. */
  charges(subscriptionId: number): number[];
  /** Returns the stored receipts' amounts, oldest first. */
  receipts(): Promise<number[]>;
  /** Returns the stored changes, oldest first. */
  stored(): Promise<{ kind: string; state: string; refusal: string | null; reason: string | null }[]>;
  /** Returns the licence as the customer's page shows it. */
  view(licenceId: number): Promise<LicenceView>;
  licence(
    licenceId: number,
  ): Promise<{ quantity: number; status: string; validUntil: string; planId: number }>;
}

export const newRequestId = (): string => randomBytes(16).toString('hex');

/** Provides the customer. Today is 1 April 2027, the first day of a period of 30 days. Call it once per test file. */
export function useChangingCustomer(): ChangingCustomer {
  const database = useDatabase();
  const world = { database } as ChangingCustomer;
  beforeEach(async () => {
    world.twin = await startTwin({
      ...{ port: 0, webhookUrl: null, vendor, privateKey, seed: 7, clockStands: true, connections: 1 },
      startAt: new Date('2027-04-01T10:00:00Z'),
      catalogue: sold.map(({ product, ...plan }) => ({ ...plan, perSeat: product === 'OfficeLife' })),
      coupons: [{ code: 'ALWAYS', percent: 25, recurring: true }],
    });
  });
  const signedIn = useSignedIn(database, () => ({
    now: world.twin.now,
    paddleTimeoutMs,
    settings: settingsFor(world.twin),
  }));
  beforeEach(async () => {
    const { twin } = world;
    const { portal, mailbox, deps, rows, userId, cookie, trpc, forgetConfirmation } = signedIn;
    const plans = new Map<string, Plan>();
    for (const { id, product, name, interval, usdCents } of sold) {
      const plan = {
        ...{ product, friendlyName: name, description: '', planName: name, paddlePlanId: id },
        ...{ price: { minor: usdCents, currency: 'USD' }, pauseAllowed: name === 'Monica monthly' },
        frequency: interval === 'year' ? ('Annual' as const) : ('Monthly' as const),
      };
      plans.set(name, await planOnSale(database.db, plan));
    }
    await database.db.query("UPDATE users SET country = 'US'");
    await database.db.query('UPDATE sessions SET reauthenticated_at = NOW(3)');
    twin.setWebhookUrl(`${portal.url}/paddle/webhook`);
    const planOf = (name: PlanName): Plan => {
      const plan = plans.get(name);
      if (!plan) throw new Error(`there is no plan ${name}`);
      return plan;
    };
    const { changes } = trpc.billing;
    const request: ChangingCustomer['request'] = (input) =>
      changes.request.mutate({ requestId: newRequestId(), ...input });
    const paddle = classicPaddle({
      ...{
        ...portal.config.paddle,
        log: deps.log,
        now: twin.now,
        retryDelayMs: 1,
        timeoutMs: paddleTimeoutMs,
      },
    });
    Object.assign(world, {
      ...{ portal, mailbox, deps, rows, userId, cookie, forgetConfirmation, changes, request, plan: planOf },
      async buy(name, purchase = {}) {
        const planId = planOf(name).paddlePlanId;
        const email = 'nora.lindqvist@example.test';
        const subscriptionId = twin.subscribe({
          planId,
          email,
          passthrough: passthroughOf(userId),
          ...purchase,
        });
        await twin.drain();
        const stream = `subscription:${subscriptionId}`;
        const licence = await deps.licences.findByStream(stream);
        if (!licence) throw new Error('the purchase issued no licence');
        return { licenceId: licence.id, subscriptionId, stream };
      },
      async confirm(licenceId, change) {
        const { today } = await changes.preview.query({ licenceId, change });
        return request({ licenceId, change, shown: today });
      },
      async settleAfter(seconds) {
        const now = () => new Date(twin.now().getTime() + seconds * 1_000);
        await settleChanges({ ...deps, paddle, now });
      },
      calls: (path) =>
        portal.log.filter(({ call, msg }) => call === `POST ${path}` && msg !== undefined).length,
      charges: (subscriptionId) =>
        twin.truthOf(subscriptionId)?.payments.map(({ amount }) => amount.minor) ?? [],
      async receipts() {
        const found = await rows<{ amount: number }>(
          'SELECT amount_minor AS amount FROM receipts ORDER BY paid_at, id',
        );
        return found.map(({ amount }) => amount);
      },
      stored: () => rows('SELECT kind, state, refusal, reason FROM subscription_changes ORDER BY id'),
      async view(licenceId) {
        const found = (await trpc.licences.list.query({})).find(({ id }) => id === licenceId);
        if (!found) throw new Error('the customer does not see the licence');
        return found;
      },
      async licence(licenceId) {
        const licence = await deps.licences.findById(licenceId);
        if (!licence) throw new Error('the licence is gone');
        const { quantity, status, validUntil, plan } = licence;
        return { quantity, status, validUntil, planId: plan.id };
      },
    } satisfies Omit<ChangingCustomer, 'database' | 'twin'>);
  });
  afterEach(() => world.twin.stop());
  return world;
}
