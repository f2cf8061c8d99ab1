/** While the database is away every door says so and how long to wait; when it is back, so are they. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planRepository } from '#server/features/catalogue/plan.repository.ts';
import { createdAlert } from '#tests/support/alerts.ts';
import { useDatabase } from '#tests/support/database.ts';
import { type Portal, startPortal } from '#tests/support/portal.ts';
import { tcpGate } from '#tests/support/tcp-gate.ts';

const test = useDatabase();
let portal: Portal;
let gate: Awaited<ReturnType<typeof tcpGate>>;

beforeEach(async () => {
  const direct = new URL(test.url);
  gate = await tcpGate({ host: direct.hostname, port: Number(direct.port) });
  const gated = new URL(test.url);
  gated.port = String(gate.port);
  portal = await startPortal({ databaseUrl: gated.href });
  await planRepository(test.db).save({
    product: 'Monica',
    friendlyName: 'Monthly plan',
    description: '',
    planName: 'monica-monthly',
    paddlePlanId: 24_749,
    price: { minor: 900, currency: 'USD' },
    frequency: 'Monthly',
  });
});
afterEach(async () => {
  await portal.stop();
  await gate.close();
});

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const json = { 'content-type': 'application/json' };

const doors: [string, () => Promise<Response>][] = [
  ['GET /readyz', () => fetch(`${portal.url}/readyz`)],
  [
    'GET /trpc',
    () =>
      fetch(
        `${portal.url}/trpc/catalogue.offers?input=${encodeURIComponent('{"json":{"product":"Monica"}}')}`,
      ),
  ],
  [
    'POST /api/validate',
    () =>
      fetch(`${portal.url}/api/validate`, {
        method: 'POST',
        headers: { ...json, authorization: 'Bearer never-issued' },
        body: '{"licence_key":"x"}',
      }),
  ],
  [
    'POST /oauth/token',
    () =>
      fetch(`${portal.url}/oauth/token`, {
        method: 'POST',
        headers: form,
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: '3b241101-e2bb-4255-8caf-4136c566a962',
          client_secret: 'x',
          scope: 'manage-key',
        }),
      }),
  ],
  [
    'POST /api/auth/sign-in/email',
    () =>
      fetch(`${portal.url}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { ...json, origin: portal.url },
        body: JSON.stringify({ email: 'nora@example.test', password: 'a long enough password' }),
      }),
  ],
  ['POST /paddle/webhook', () => portal.post(portal.signer.sign({ alert_id: '1', ...createdAlert() }))],
];

describe('without its database', () => {
  it.each(doors)('%s says 503 and when to ask again, and answers once it is back', async (_name, ask) => {
    const before = await ask();
    await before.arrayBuffer();
    expect(before.status).not.toBe(503);

    await gate.close();
    const during = await ask();
    expect(during.status).toBe(503);
    expect(Number(during.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await during.text()).not.toMatch(/sequelize|mysql|ECONN|stack/i);

    await gate.open();
    await expect
      .poll(
        async () => {
          const after = await ask();
          await after.arrayBuffer();
          return after.status;
        },
        { timeout: 15_000 },
      )
      .toBe(before.status);
  });

  it('the process lives on: only its readiness is gone', async () => {
    await gate.close();
    expect((await fetch(`${portal.url}/livez`)).status).toBe(200);
    await gate.open();
  });
});
