/**
 * Tests the data download. It must be complete, contain only the customer's own data, and contain nothing that gives
 * access to anything.
 */
import { describe, expect, it } from 'vitest';
import { PersonalData } from '#shared/privacy/personal-data.ts';
import { cancelledAlert, createdAlert, passthroughOf, paymentAlert } from '#tests/support/billing/alerts.ts';
import { makePlan } from '#tests/support/billing/licences.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { useSignedIn } from '#tests/support/people/signed-in.ts';

const database = useDatabase();
const world = useSignedIn(database, () => ({ at: '2026-02-01T10:00:00Z' }));

const download = (headers: Record<string, string> = { cookie: world.cookie }, method = 'GET') =>
  fetch(`${world.portal.url}/user/data.json`, { method, headers });

const downloads = async () =>
  (await world.rows("SELECT id FROM security_events WHERE kind = 'data_downloaded'")).length;

/**
 * Sets up a short history: a purchase with a payment and a cancellation, an API token, a profile, and another
 * customer's purchase.
 */
async function live(): Promise<{ token: string; key: string }> {
  const plan = await makePlan(world.deps, 'Monica', 'Monthly');
  await world.deps.plans.save({ ...plan, paddlePlanId: 24_749 });
  const buy = async (userId: number, subscription: string, email: string) => {
    const ids = {
      passthrough: passthroughOf(userId),
      subscription_id: subscription,
      user_id: `8${subscription}`,
    };
    await world.portal.alert(createdAlert({ ...ids, email }));
    const order = { order_id: `order-${subscription}`, subscription_payment_id: subscription };
    await world.portal.alert(paymentAlert({ ...ids, ...order, email }));
    return ids;
  };
  const theirs = await buy(world.userId, '502198', world.email);
  await buy(
    await addCustomer(database.db, { email: 'somebody.else@example.test' }),
    '502199',
    'somebody.else@example.test',
  );
  await world.portal.alert(
    cancelledAlert({ ...theirs, email: world.email, event_time: '2026-01-20 09:00:00' }),
  );
  await database.db.query("UPDATE users SET company_name = 'Lindqvist AB', city = 'Lund' WHERE id = ?", {
    replacements: [world.userId],
  });
  const at = new Date('2026-01-21T10:00:00Z');
  const authorId = await addCustomer(database.db, { email: 'an.author@example.test' });
  await world.deps.notes.add({ customerId: world.userId, authorId, text: 'Prefers the phone', at });
  await world.deps.notes.add({ customerId: authorId, authorId, text: 'About another', at });
  await world.deps.emailCorrections.add({
    ...{ userId: world.userId, oldEmail: 'nora@tpyo.test', newEmail: world.email, wasVerified: true },
    ...{ correctedAt: at, expiresAt: at },
  });
  const { token } = await world.trpc.accounts.tokens.create.mutate({
    ...{ name: 'Bookkeeping', permissions: ['receipts:read'], expiresInDays: null },
  });
  const [licence] = await world.trpc.licences.list.query({});
  const { key } = await world.trpc.licences.revealKey.query({ licenceId: licence?.id ?? 0 });
  return { token, key };
}

describe('The data download', () => {
  it("contains all of the customer's data, nothing about others and no credentials", async () => {
    const { token, key } = await live();
    const answer = await download();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe(
      'attachment; filename="customer-portal-data.json"',
    );
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const text = await answer.text();
    const data = PersonalData.strict().parse(JSON.parse(text));
    expect(data).toMatchObject({
      format: 1,
      account: { id: world.userId, name: 'Nora Lindqvist', email: world.email, email_verified: true },
      profile: { company_name: 'Lindqvist AB', city: 'Lund', country: null },
      ways_in: { password: true, authenticator: false, second_step: false, passkeys: [], providers: [] },
      licences: [{ product: 'Monica', status: 'cancelled', last_paid: { minor: 900, currency: 'USD' } }],
      subscriptions: [
        {
          ...{ paddle_subscription_id: 502_198, status: 'deleted', contact_email: world.email },
          references: [
            {
              ...{ paddle_product: 'classic', kind: 'subscription', id: '502198' },
              ...{ linked_at: null, superseded_at: null },
            },
          ],
        },
      ],
      receipts: [{ order_id: 'order-502198', amount: { minor: 900, currency: 'USD' } }],
      notes: [{ note: 'Prefers the phone', written_at: '2026-01-21T10:00:00.000Z' }],
      email_corrections: [{ old_email: 'nora@tpyo.test', stopped_at: null }],
      api_tokens: [{ name: 'Bookkeeping', permissions: ['receipts:read'], expires_at: null }],
    });
    expect(data.account.terms_accepted_at).not.toBeNull();
    expect(data.sessions).toHaveLength(1);
    expect(data.security_log.map(({ kind }) => kind)).toContain('token_created');
    expect(data.timelines.map(({ stream }) => stream)).toContain('subscription:502198');
    const life = data.timelines.find(({ stream }) => stream === 'subscription:502198')?.entries ?? [];
    expect(life.map(({ type }) => type)).toEqual([
      'subscription_created',
      'subscription_payment_succeeded',
      'subscription_cancelled',
    ]);
    expect(life[2]?.changes).toMatchObject({
      subscription: { status: 'deleted' },
      licence: { status: 'cancelled' },
    });
    // The file contains nothing about other people and nothing that gives access to anything.
    expect(text).not.toContain('somebody.else');
    expect(text).not.toContain('502199');
    expect(text).not.toContain('About another');
    expect(text).not.toContain(token);
    expect(text).not.toContain(key.slice(0, 20));
    expect(text).not.toMatch(/\$2[aby]\$|\$argon|scrypt|token_hash|checkout\.example\.test/);
  });

  it('lists every receipt across all pages', async () => {
    for (let number = 0; number < 45; number += 1) {
      await world.deps.receipts.save([
        {
          ...{ reference: `order:${number}`, stream: `order:o-${number}`, orderId: `o-${number}` },
          ...{ userId: world.userId, planId: null, checkoutId: null, quantity: 1, tax: null, refund: null },
          ...{ part: null, billingDetailsId: null },
          ...{ amount: { minor: 100, currency: 'USD' }, receiptUrl: null, paidAt: new Date(number * 1e9) },
        },
      ]);
    }
    const data = PersonalData.parse(await (await download()).json());
    expect(new Set(data.receipts.map(({ order_id }) => order_id)).size).toBe(45);
  });

  it('describes sign-in methods in words, including entries that older releases stored as paths', async () => {
    const by = { userId: world.userId, ipAddress: null, userAgent: null, at: new Date() };
    await world.deps.securityEvents.add({ ...by, kind: 'signed_in', detail: '/two-factor/verify-totp' });
    await world.deps.securityEvents.add({ ...by, kind: 'passkey_added', detail: '/sign-in/email' });
    const { security_log } = PersonalData.parse(await (await download()).json());
    expect(security_log).toContainEqual(
      expect.objectContaining({ kind: 'signed_in', detail: 'authenticator' }),
    );
    expect(security_log, 'a name is as its owner wrote it').toContainEqual(
      expect.objectContaining({ kind: 'passkey_added', detail: '/sign-in/email' }),
    );
  });

  it('is recorded in the security log', async () => {
    expect(await downloads()).toBe(0);
    await download();
    expect(await downloads()).toBe(1);
    const [first] = await world.deps.securityEvents.listForUser(world.userId, { limit: 1 });
    expect(first).toMatchObject({ kind: 'data_downloaded', detail: null, ipAddress: '127.0.0.1' });
  });
});

describe('Access to the data download', () => {
  const problem = async (answer: Response) => ({
    status: answer.status,
    type: ((await answer.json()) as { type: string }).type.replace(/^http:.*\/problems\//, ''),
  });

  it('returns 401 without a session, and for an API token', async () => {
    expect(await problem(await download({}))).toEqual({ status: 401, type: 'not-signed-in' });
    const { token } = await world.trpc.accounts.tokens.create.mutate({
      ...{ name: 'All', permissions: ['account:read', 'licences:read', 'receipts:read'], expiresInDays: 1 },
    });
    const withToken = await download({ authorization: `Bearer ${token}` });
    expect(await problem(withToken)).toEqual({ status: 401, type: 'not-signed-in' });
  });

  it('returns 403 without recent reauthentication', async () => {
    await world.forgetConfirmation();
    expect(await problem(await download())).toEqual({ status: 403, type: 'confirmation-needed' });
    expect(await downloads()).toBe(0);
  });

  it("returns 403 while the customer's address is unconfirmed", async () => {
    await database.db.query('UPDATE users SET email_verified = 0');
    expect(await problem(await download())).toEqual({ status: 403, type: 'email-not-verified' });
  });

  it.each(['cross-site', 'same-site'])('returns 403 for a request from another site (%s)', async (site) => {
    const answer = await download({ cookie: world.cookie, 'sec-fetch-site': site });
    expect(await problem(answer)).toEqual({ status: 403, type: 'forbidden' });
    expect(await downloads()).toBe(0);
  });

  it.each(['POST', 'DELETE'])('returns 405 for %s', async (method) => {
    const answer = await download({ cookie: world.cookie }, method);
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
  });

  it('returns headers only for HEAD and records nothing in the security log', async () => {
    const answer = await download({ cookie: world.cookie }, 'HEAD');
    expect([answer.status, answer.headers.get('content-disposition'), await answer.text()]).toEqual([
      200,
      'attachment; filename="customer-portal-data.json"',
      '',
    ]);
    expect(await downloads()).toBe(0);
  });
});
