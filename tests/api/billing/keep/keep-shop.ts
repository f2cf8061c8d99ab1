/**
 * A shop whose customer bought a year of Monica on 31 December 2025, at the Paddle twin. The twin's clock, which is
 * also the portal's business clock, moves only when a test moves it.
 */
import { pino } from 'pino';
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, expect } from 'vitest';
import { buildDeps } from '#server/build-deps.ts';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
import { startOfDay } from '#shared/dates.ts';
import { day } from '#tests/rules/billing/fold/subscription-facts.ts';
import { keyOf } from '#tests/support/billing/licences.ts';
import { planOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { privateKey, settingsFor, vendor } from '#tests/support/billing/twin-settings.ts';
import { type TestDatabase, useDatabase } from '#tests/support/database/database.ts';
import { startAccountPortal } from '#tests/support/portal/account-portal.ts';
import { authorize } from '#tests/support/portal/portal-client.ts';
import { callVendorApi } from '#tests/support/portal/recorded-twin.ts';
import { createSigner } from '#twin/alerts/signer.ts';
import { startTwin } from '#twin/start-twin.ts';

export const yearly = {
  id: 24_750,
  name: 'Monica yearly',
  interval: 'year',
  usdCents: 9_000,
  perSeat: false,
} as const;
export const other = {
  ...yearly,
  id: 24_749,
  name: 'Monica monthly',
  interval: 'month',
  usdCents: 900,
} as const;
const seats = {
  id: 24_752,
  name: 'OfficeLife yearly',
  interval: 'year',
  usdCents: 4_000,
  perSeat: true,
} as const;
const signer = createSigner(privateKey);
const nora = 'nora@example.test';

let requests = 0;
const newRequest = () => (requests++).toString(16).padStart(32, '0');

async function openKeepShop(test: TestDatabase, settings: Record<string, string>) {
  const twin = await startTwin({
    ...{ port: 0, webhookUrl: null, catalogue: [yearly, other, seats], vendor, privateKey, seed: 7 },
    ...{ clockStands: true, startAt: new Date('2025-12-31T09:14:00Z') },
  });
  const portal = await startAccountPortal({
    ...{ databaseUrl: test.url, db: test.db },
    now: twin.now,
    settings: { ...settingsFor(twin), ...settings },
  });
  const deps = buildDeps({
    ...{ config: portal.config, db: test.db, log: pino({ level: 'silent' }), clock: { now: twin.now } },
  });
  const plan = await planOnSale(test.db, {
    ...{ product: 'Monica', friendlyName: 'Yearly plan', description: '', planName: 'monica-yearly' },
    ...{ paddlePlanId: yearly.id, price: { minor: 9_000, currency: 'USD' }, frequency: 'Annual' },
  });
  const monthlyPlan = await planOnSale(test.db, {
    ...{ product: 'Monica', friendlyName: 'Monthly plan', description: '', planName: 'monica-monthly' },
    ...{ paddlePlanId: other.id, price: { minor: 900, currency: 'USD' }, frequency: 'Monthly' },
  });
  twin.setWebhookUrl(`${portal.url}/paddle/webhook`);
  const clientOf = async (email: string) => {
    const id = await portal.customer(email);
    return { id, client: (await portal.signedIn(email)).api() };
  };
  const { id: userId, client } = await clientOf(nora);
  const rows = <T extends object>(sql: string) => test.db.query<T>(sql, { type: QueryTypes.SELECT });

  const buy = async (planId: number, quantity = 1) => {
    const { url } = await client.billing.startCheckout.mutate({ planId, quantity });
    expect(await twin.pay(url, { email: nora, country: 'US' })).toMatchObject({ status: 'paid' });
    await twin.drain();
  };
  const licences = () => client.licences.list.query({});
  const firstLicence = async () => {
    const licence = (await licences()).at(-1);
    if (!licence) throw new Error('the customer has no licence');
    return licence;
  };
  await buy(plan.id);
  const licence = await firstLicence();
  const token = await authorize(portal, deps);

  return {
    ...{ twin, portal, deps, userId, client, clientOf, plan, monthlyPlan, rows, buy, licences, licence },
    /** Moves the clock forward to a day. */
    async goTo(date: string) {
      const days =
        (startOfDay(day(date)).getTime() - startOfDay(day(twin.now().toISOString().slice(0, 10))).getTime()) /
        86_400_000;
      await twin.advanceDays(days);
      await twin.drain();
    },
    /** Cancels the customer's latest subscription at Paddle. */
    async cancel(id = latest().id) {
      expect(twin.cancel(id)).toMatchObject({ status: 'done' });
      await twin.drain();
    },
    latest,
    preview: (extras: object = {}) =>
      client.billing.changes.keep.preview.query({ licenceId: licence.id, ...extras }),
    /** Confirms the preview of the given input and returns the answer. */
    async start(extras: { licenceId?: number; planId?: number; quantity?: number; requestId?: string } = {}) {
      const input = { licenceId: licence.id, ...extras };
      const offer = await client.billing.changes.keep.preview.query(input);
      if (offer.status !== 'possible') throw new Error(`impossible: ${offer.why}`);
      const { payment, today } = offer.preview;
      return client.billing.changes.keep.start.mutate({
        ...{ requestId: newRequest(), ...input, shown: { payment, today } },
      });
    },
    /** Like `start`, and returns the link. */
    async link(extras: Parameters<typeof this.start>[0] = {}): Promise<string> {
      const started = await this.start(extras);
      if (started.status !== 'link') throw new Error('the terms have changed');
      return started.url;
    },
    async pay(url: string) {
      const outcome = await twin.pay(url, { email: nora, country: 'US' });
      await twin.drain();
      return outcome;
    },
    key: () => keyOf(deps, licence.id),
    /** Returns what an instance is told about the customer's key. */
    async ping() {
      const answer = await fetch(`${portal.url}/api/validate`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ licence_key: await keyOf(deps, licence.id) }),
      });
      return { http: answer.status, ...((await answer.json()) as object) };
    },
    stored: () =>
      rows<{
        stream: string;
        status: string;
        valid_until_at: string;
        ends_on: string | null;
        quantity: number;
      }>('SELECT id, stream, status, valid_until_at, ends_on, quantity FROM licences ORDER BY id'),
    flags: () =>
      rows<{ stream: string; kind: string; detail: string }>(
        'SELECT stream, kind, detail FROM flags WHERE resolved_at IS NULL ORDER BY id',
      ),
    refs: () =>
      rows<{ id: string; stream: string; current: number }>(
        'SELECT id, stream, superseded_at IS NULL AS current FROM subscription_refs ORDER BY id',
      ),
    changes: () =>
      rows<{ state: string; refusal: string | null }>(
        'SELECT state, refusal FROM subscription_changes ORDER BY id',
      ),
    differences: async () => (await rebuild(deps, { dryRun: true })).differences,
    /** Posts an alert with Paddle's signature. */
    send: (fields: Record<string, string>) => portal.post(signer.sign(fields)),
    sign: (fields: Record<string, string>) => signer.sign(fields),
    callPaddle: (path: string, fields: Record<string, string | number>) => callVendorApi(twin, path, fields),
  };

  function latest() {
    const one = twin.truth().subscriptions.at(-1);
    if (!one) throw new Error('there is no subscription at Paddle');
    return one;
  }
}

export type KeepShop = Awaited<ReturnType<typeof openKeepShop>>;

/** Opens the shop before each test. Call it once, at the top of a test file. */
export function useKeepShop(settings: Record<string, string> = {}): KeepShop {
  const test = useDatabase();
  // Filled before each test. It is one constant object, so a test file can keep a reference to it.
  const shop = {} as KeepShop;
  beforeEach(async () => {
    Object.assign(shop, await openKeepShop(test, settings));
  });
  afterEach(async () => {
    await shop.twin.stop();
    await shop.portal.stop();
  });
  return shop;
}
