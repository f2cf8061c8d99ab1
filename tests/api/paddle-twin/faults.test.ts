/** Tests the faults that the twin can simulate: what each of them does, and that the same seed reproduces them. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseAlert } from '#server/platform/paddle/classic/alerts.ts';
import {
  callVendorApi,
  monthly,
  provenAlerts,
  seats,
  startTestTwin,
} from '#tests/support/portal/recorded-twin.ts';
import type { PaddleTwin, TwinOptions } from '#twin/start-twin.ts';

const start = (options: Partial<TwinOptions> = {}) =>
  startTestTwin({ clockStands: true, seed: 42, ...options });
const buyer = (number = 1) => ({
  email: `buyer${number}@example.com`,
  passthrough: `{"billable_id":${number}}`,
});
const subscribeMany = (twin: PaddleTwin, count: number) =>
  Array.from({ length: count }, (_, index) => twin.subscribe({ planId: monthly.id, ...buyer(index) }));

describe('Vendor API faults', () => {
  it('return the set number of 429s, one queued error per call, 503 while down, and slow responses', async () => {
    const { twin } = await start();
    const users = async () => {
      const { status, answer } = await callVendorApi(twin, '/subscription/users');
      return status === 200 ? (answer.error?.code ?? 'fine') : status;
    };
    twin.setFaults({ rateLimited: 2, errors: [146, 119] });
    expect([await users(), await users(), await users(), await users(), await users()]).toEqual([
      429,
      429,
      146,
      119,
      'fine',
    ]);
    expect(twin.faults()).toMatchObject({ rateLimited: 0, errors: [] });
    twin.setFaults({ down: true });
    expect(await users()).toBe(503);
    twin.setFaults({ down: false, slowMs: 150 });
    const before = performance.now();
    expect(await users()).toBe('fine');
    expect(performance.now() - before).toBeGreaterThanOrEqual(145);
  });

  it("don't apply to price requests and aren't used up by them", async () => {
    const { twin } = await start();
    twin.setFaults({ rateLimited: 1, errors: [120] });
    const answer = await fetch(`${twin.checkoutUrl}/prices?product_ids=${monthly.id}`);
    expect(answer.status).toBe(200);
    expect(twin.faults()).toMatchObject({ rateLimited: 1, errors: [120] });
  });
});

describe('Alert faults', () => {
  it('delay alerts by up to the set number of days, keep their event time and send them in order of departure', async () => {
    const { twin, webhook } = await start();
    twin.setFaults({ delayDays: 5 });
    subscribeMany(twin, 10);
    await twin.drain();
    const atOnce = webhook.bodies.length;
    expect(atOnce).toBeLessThan(5);
    await twin.advanceDays(5);
    expect(webhook.bodies).toHaveLength(20);
    const deliveries = twin.deliveries();
    const departureOf = new Map(deliveries.map(({ fields, attempts }) => [fields.alert_id, attempts[0]?.at]));
    const departures = provenAlerts(twin, webhook).map(
      ({ alert_id }) => departureOf.get(String(alert_id)) ?? 0,
    );
    expect(departures).toEqual(departures.toSorted((one, other) => one - other));
    // The alerts were created in the order of `deliveries` but delivered in a different one.
    expect(deliveries.map(({ attempts }) => attempts[0]?.at)).not.toEqual(departures);
    const lateness = deliveries.map(
      ({ attempts, createdAt }) => ((attempts[0]?.at ?? 0) - createdAt) / 86_400_000,
    );
    expect(Math.max(...lateness)).toBeGreaterThan(2);
    expect(Math.max(...lateness)).toBeLessThanOrEqual(5);
    const times = provenAlerts(twin, webhook).map(({ event_time }) => event_time);
    expect(new Set(times)).toEqual(new Set(['2027-01-31 10:00:00']));
  });

  it('drop lost alerts together with their duplicates', async () => {
    const { twin, webhook } = await start();
    twin.setFaults({ lose: 0.5, duplicate: 'new_id' });
    subscribeMany(twin, 30);
    await twin.advanceDays(4);
    const lost = twin.deliveries().filter(({ state }) => state === 'lost');
    expect(lost.length).toBeGreaterThan(15);
    expect(lost.length).toBeLessThan(45);
    // When an alert is lost, its duplicate is lost too.
    expect(webhook.bodies).toHaveLength((60 - lost.length) * 2);
  });

  it('add signed simulator alerts next to the real ones', async () => {
    const { twin, webhook } = await start();
    twin.setFaults({ nonsense: true });
    const id = twin.subscribe({ planId: seats.id, quantity: 2, ...buyer() });
    twin.setQuantity(id, 3, { billImmediately: true });
    twin.failNextRenewals(id, 1);
    await twin.advanceDays(366);
    const alerts = provenAlerts(twin, webhook);
    const real = alerts.filter(({ subscription_id }) => subscription_id === String(id));
    const simulated = alerts.filter((alert) => !real.includes(alert));
    expect(simulated).toHaveLength(real.length);
    expect(simulated.find(({ alert_name }) => alert_name === 'subscription_updated')).toMatchObject({
      old_status: 'old_status',
      old_price: 'old_price',
      new_unit_price: 'new_unit_price',
      passthrough: 'Example String',
    });
    for (const alert of simulated) expect(parseAlert(alert).status).toMatch(/^(?:fact|malformed)$/);
  });

  it('shuffle held alerts in the same order for the same seed', async () => {
    const orders = [];
    for (const seed of [1, 1, 2]) {
      const { twin, webhook } = await start({ seed });
      twin.setFaults({ hold: true, order: 'shuffled' });
      subscribeMany(twin, 6);
      await twin.drain();
      twin.setFaults({ hold: false });
      await twin.drain();
      orders.push(provenAlerts(twin, webhook).map(({ alert_id }) => alert_id));
    }
    expect(orders[0]).toEqual(orders[1]);
    expect(orders[0]).not.toEqual(orders[2]);
    expect(orders[0]).not.toEqual([...(orders[0] ?? [])].sort());
  });

  it('produce identical alerts for the same seed and clock', async () => {
    const runs = [];
    for (let run = 0; run < 2; run += 1) {
      const { twin, webhook } = await start({ port: 0 });
      twin.setFaults({ lose: 0.3, delayDays: 2, nonsense: true, duplicate: 'new_id' });
      subscribeMany(twin, 4);
      await twin.advanceDays(60);
      const local = new URL(twin.url).host;
      runs.push(provenAlerts(twin, webhook).map((alert) => JSON.stringify(alert).replaceAll(local, 'twin')));
    }
    expect(runs[0]?.map((alert) => alert.replace(/"p_signature":"[^"]*"/, ''))).toEqual(
      runs[1]?.map((alert) => alert.replace(/"p_signature":"[^"]*"/, '')),
    );
  });
});

describe('A sender with several connections', () => {
  /**
   * Starts a webhook that doesn't respond until four requests are waiting. It records the maximum number of requests
   * open at the same time.
   */
  async function slowWebhook() {
    let asking = 0;
    const seen = { most: 0, all: 0 };
    const waiting: (() => void)[] = [];
    const server = createServer((request, response) => {
      asking += 1;
      seen.all += 1;
      seen.most = Math.max(seen.most, asking);
      request.resume();
      request.on('end', () => {
        waiting.push(() => {
          asking -= 1;
          response.writeHead(200).end();
        });
        if (waiting.length >= 4) for (const answer of waiting.splice(0)) answer();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
  }

  it('delivers up to that many alerts in parallel', async () => {
    const { seen, url } = await slowWebhook();
    const { twin } = await start({ webhookUrl: url, connections: 4 });
    subscribeMany(twin, 20);
    await twin.drain();
    expect(seen).toEqual({ most: 4, all: 40 });
    expect(twin.deliveries().every(({ state }) => state === 'delivered')).toBe(true);
  });

  it('delivers the renewals of one day in parallel while the clock advances', async () => {
    const { seen, url } = await slowWebhook();
    const { twin } = await start({ webhookUrl: null, connections: 4 });
    for (let hour = 0; hour < 8; hour += 1)
      twin.subscribe({ planId: monthly.id, ...buyer(hour), at: new Date(Date.UTC(2027, 1, 2, hour)) });
    await twin.advanceDays(20);
    expect(twin.truth().subscriptions).toHaveLength(8);
    twin.setWebhookUrl(url);
    await twin.drain();
    seen.most = 0;
    await twin.advanceDays(10);
    expect(seen).toEqual({ most: 4, all: 24 });
  });
});

describe('Scheduled work', () => {
  it('runs at its set time while the clock advances, after all earlier alerts are delivered', async () => {
    const { twin, webhook } = await start();
    const id = twin.subscribe({ planId: monthly.id, ...buyer() });
    const seen: unknown[] = [];
    twin.schedule(new Date('2027-02-28T10:00:00Z'), () => {
      seen.push(twin.now().toISOString(), webhook.names().length);
    });
    twin.schedule(new Date('2027-02-05T12:00:00Z'), async () => {
      seen.push(twin.now().toISOString(), webhook.names().length);
      twin.cancel(id);
      await twin.drain();
      seen.push(webhook.names().at(-1));
    });
    await twin.advanceDays(40);
    expect(seen).toEqual([
      '2027-02-05T12:00:00.000Z',
      2,
      'subscription_cancelled',
      '2027-02-28T10:00:00.000Z',
      3,
    ]);
  });
});
