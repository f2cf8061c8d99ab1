/** Tests the administrators' list of customers, its CSV file and the page of one customer. */
import { QueryTypes } from 'sequelize';
import { beforeEach, describe, expect, it } from 'vitest';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { indexChanged } from '#server/features/accounts/customer-index/index-changed.ts';
import { indexAll } from '#server/features/accounts/customer-index/index-customers.ts';
import { type CustomerSelection, customersFilePath } from '#shared/administration/customers.ts';
import { cancelledAlert, createdAlert, passthroughOf, paymentAlert } from '#tests/support/billing/alerts.ts';
import { makeLicence, makePlan } from '#tests/support/billing/licences.ts';
import { someOf } from '#tests/support/cases/some-of.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { numbers } from '#tests/support/database/numbers.ts';
import { statementsOf } from '#tests/support/database/statements.ts';
import { usePeople } from '#tests/support/people/people.ts';

const database = useDatabase();
const people = usePeople(database);
let deps: Deps;

const never = new AbortController().signal;
const rows = <T extends object>(sql: string) => database.db.query<T>(sql, { type: QueryTypes.SELECT });
const execute = (sql: string) => database.db.query(sql);
const customers = () => people.portal.trpc(people.administrator.cookie).administration.customers;

beforeEach(async () => {
  const { portal } = people;
  deps = buildDeps({
    ...{ config: portal.config, db: database.db, log: portal.logger },
    clock: { now: portal.now },
  });
  await execute('UPDATE users SET two_factor_enabled = 1');
  await execute('UPDATE sessions SET reauthenticated_at = NOW(3)');
});

/** Adds `count` customers who were created in the same millisecond, each with a licence, and indexes them. */
async function fill(count: number): Promise<void> {
  const plans = [await makePlan(deps), await makePlan(deps, 'OfficeLife', 'Monthly')] as const;
  await execute(
    `INSERT INTO users (name, email, email_verified, country, created_at, updated_at)
     SELECT CONCAT('Customer ', seq), CONCAT('c', seq, '@many.example'), 1, ELT(seq MOD 3 + 1, 'FR', 'DE', NULL),
       '2026-03-04 05:06:07.089', NOW(3)
     FROM ${numbers} AS numbers WHERE seq BETWEEN 1 AND ${count}`,
  );
  await execute(
    `INSERT INTO licences (stream, user_id, plan_id, status, subscription_state, quantity, started_on, valid_until_at, created_at, updated_at)
     SELECT CONCAT('subscription:', id), id, IF(id MOD 2, ${plans[0].id}, ${plans[1].id}),
       ELT(id MOD 3 + 1, 'active', 'cancelled', 'past_due'), 'x', 1, '2026-01-01', '2027-01-01', NOW(3), NOW(3)
     FROM users WHERE email LIKE '%@many.example' AND id MOD 5 > 0`,
  );
  await indexChanged(deps, never);
}

/** Selects the same customers as the list from the tables that the facts follow from. */
const expectedIds = async ({
  product,
  plan,
  state,
  country,
  since,
}: CustomerSelection): Promise<number[]> => {
  const hasLicence = product !== undefined || plan !== undefined || (state !== undefined && state !== 'none');
  const conditions = [
    ...(country === undefined ? [] : [`u.country = '${country}'`]),
    ...(since === undefined ? [] : [`u.created_at >= '${since}'`]),
    ...(hasLicence ? ['l.id IS NOT NULL'] : []),
    ...(product === undefined ? [] : [`p.product = '${product}'`]),
    ...(plan === undefined ? [] : [`p.id = ${plan}`]),
    ...(state === undefined ? [] : [state === 'none' ? 'l.id IS NULL' : `l.status = '${state}'`]),
  ];
  const found = await rows<{ id: number }>(
    `SELECT DISTINCT u.id, u.created_at FROM users u LEFT JOIN licences l ON l.user_id = u.id
     LEFT JOIN plans p ON p.id = l.plan_id WHERE ${['1 = 1', ...conditions].join(' AND ')}
     ORDER BY u.created_at DESC, u.id DESC`,
  );
  return found.map(({ id }) => id);
};

/** Reads a list forwards to its end, and then backwards to its beginning. */
async function everyPage(selection: CustomerSelection): Promise<{ there: number[]; back: number[] }> {
  const idsOf = (page: { customers: { id: number }[] }) => page.customers.map(({ id }) => id);
  let page = await customers().list.query(selection);
  const there = idsOf(page);
  while (page.older !== null) {
    page = await customers().list.query({ ...selection, after: page.older });
    there.push(...idsOf(page));
  }
  const back = idsOf(page);
  while (page.newer !== null) {
    page = await customers().list.query({ ...selection, before: page.newer });
    back.unshift(...idsOf(page).filter((id) => !back.includes(id)));
  }
  return { there, back };
}

const allSelections = (planIds: readonly number[]): CustomerSelection[] =>
  ([undefined, 'Monica', 'OfficeLife'] as const).flatMap((product) =>
    [undefined, ...planIds].flatMap((plan) =>
      ([undefined, 'active', 'past_due', 'none', 'revoked'] as const).flatMap((state) =>
        [undefined, 'FR'].flatMap((country) =>
          [undefined, '2026-03-04', '2026-03-05'].map((since) => ({
            product,
            plan,
            state,
            country,
            since: since as CustomerSelection['since'],
          })),
        ),
      ),
    ),
  );

describe('The list of customers', () => {
  it('has each selected customer once, in both directions, although all were created at once', async () => {
    await fill(160);
    const planIds = (await deps.plans.list()).map(({ id }) => id);
    for (const selection of someOf(allSelections(planIds), 14)) {
      const ids = await expectedIds(selection);
      const { there, back } = await everyPage(selection);
      expect(there, JSON.stringify(selection)).toEqual(ids);
      expect(back, JSON.stringify(selection)).toEqual(ids);
    }
  });

  it('reads ranges of one index for every filter, without sorting more than their ends', async () => {
    await fill(2_000);
    await execute('ANALYZE TABLE customer_facts');
    const planIds = (await deps.plans.list()).map(({ id }) => id);
    const place = { after: { since: new Date('2026-03-04T05:06:07.089Z'), userId: 900 } };
    const statements = await statementsOf(async () => {
      for (const { since, ...selection } of someOf(allSelections(planIds), 14))
        await deps.customerFacts.page(
          {
            ...selection,
            ...(selection.plan ? { product: undefined } : {}),
            since: since && new Date(since),
          },
          place,
          51,
        );
    });
    const own = statements.filter((sql) => sql.includes('FROM customer_facts'));
    expect(own.length).toBeGreaterThan(4);
    for (const sql of own) {
      const plan = await rows<{ table: string; key: string; type: string; Extra: string }>(`EXPLAIN ${sql}`);
      for (const step of plan.filter(({ table }) => table === 'customer_facts')) {
        expect(step.type, sql).toMatch(/^(range|ref)$/);
        expect(step.Extra, sql).not.toMatch(/filesort|temporary/i);
      }
    }
  });

  it('follows alerts, and a rebuild of the index finds nothing to correct', async () => {
    const { portal, owner } = people;
    const { id } = await deps.plans.save({
      ...{ product: 'Monica', friendlyName: 'Monthly plan', description: '', planName: 'Monthly' },
      ...{ paddlePlanId: 24_749, price: { minor: 900, currency: 'USD' }, frequency: 'Monthly' },
    });
    const theirs = { passthrough: passthroughOf(owner.id) };
    const inState = async (selection: CustomerSelection) =>
      (await customers().list.query(selection)).customers.map((customer) => customer.id);
    expect((await portal.alert(createdAlert(theirs))).status).toBe(200);
    expect((await portal.alert(paymentAlert(theirs))).status).toBe(200);
    expect(await inState({ plan: id, state: 'active' })).toEqual([owner.id]);
    expect((await portal.alert(cancelledAlert(theirs))).status).toBe(200);
    expect(await inState({ plan: id, state: 'active' })).toEqual([]);
    expect(await inState({ product: 'Monica', state: 'cancelled' })).toEqual([owner.id]);
    await portal.trpc(owner.cookie).accounts.setCountry.mutate({ country: 'NZ' });
    expect(await inState({ country: 'NZ' })).toEqual([owner.id]);
    const facts = `SELECT * FROM customer_facts WHERE user_id = ${owner.id}`;
    const before = await rows(facts);
    let outdated = 0;
    await execute(`UPDATE customer_facts SET state = 'paused' WHERE user_id <> ${owner.id}`);
    await indexAll(deps, {
      onPage: (_last, found) => {
        outdated += found;
      },
    });
    expect(await rows(facts)).toEqual(before);
    outdated = 0;
    await indexAll(deps, {
      onPage: (_last, found) => {
        outdated += found;
      },
    });
    expect(outdated).toBe(0);
  });

  it('finds a licence that a process of the previous release has given to somebody else', async () => {
    const { owner, other } = people;
    const { licenceId } = await makeLicence(deps, { plan: await makePlan(deps), userId: owner.id });
    await indexChanged(deps, never);
    await execute(`UPDATE licences SET user_id = ${other.id}, updated_at = NOW(3) WHERE id = ${licenceId}`);
    await indexChanged(deps, never);
    expect((await customers().list.query({ state: 'active' })).customers.map(({ id }) => id)).toEqual([
      other.id,
    ]);
    expect(await rows(`SELECT state FROM customer_facts WHERE user_id = ${owner.id}`)).toEqual([
      { state: 'none' },
    ]);
  });
});

const download = (fields: Record<string, string>, cookie = people.administrator.cookie) =>
  fetch(people.portal.url + customersFilePath, {
    method: 'POST',
    headers: { cookie, origin: people.portal.url, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });
const audit = () =>
  rows<{ outcome: string; reason: string | null; after: string | null }>(
    "SELECT outcome, reason, values_after AS after FROM audit_log WHERE act = 'customers.export' ORDER BY id",
  );

describe('The CSV file of customers', () => {
  it('has every selected customer, is safe for spreadsheets, and is in the audit log', async () => {
    await fill(1_200);
    await addCustomer(database.db, { name: '=1+"2", ; \n', email: 'formula@example.test' });
    await execute("UPDATE users SET company_name = '-2+3' WHERE email = 'formula@example.test'");
    await indexChanged(deps, never);
    const answer = await download({ reason: 'For the auditors', state: '', country: '' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^text\/csv; charset=utf-8/);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="customers.csv"');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const text = bytes.toString('utf8');
    const count = (await expectedIds({})).length;
    expect(text.split('\r\n').length).toBe(count + 2);
    expect(text).toContain(`"'=1+""2"", ; \n",formula@example.test,yes,'-2+3,`);
    // The entry of the outcome follows the file.
    await expect.poll(audit).toEqual([
      { outcome: 'asked', reason: 'For the auditors', after: null },
      { outcome: 'done', reason: null, after: JSON.stringify({ rows: count }) },
    ]);
    const french = await download({ reason: 'x', country: 'FR', plan: '' });
    expect((await french.text()).split('\r\n').length).toBe(
      (await expectedIds({ country: 'FR' })).length + 2,
    );
  });

  it('is refused without the role, a proof, a reason, or from another site', async () => {
    const { administrator, owner } = people;
    const status = async (answer: Promise<Response>) => (await answer).status;
    expect(await status(download({ reason: 'x' }, ''))).toBe(401);
    expect(await status(download({ reason: 'x' }, owner.cookie))).toBe(403);
    expect(await status(download({ reason: ' ' }))).toBe(400);
    expect(await status(download({ reason: 'x', product: 'Other' }))).toBe(400);
    await deps.administrators.setRole(administrator.id, 'support');
    expect(await status(download({ reason: 'x' }))).toBe(403);
    await deps.administrators.setRole(administrator.id, 'administrator');
    await execute("UPDATE sessions SET reauthenticated_at = '2020-01-01'");
    expect(await status(download({ reason: 'x' }))).toBe(403);
    const elsewhere = fetch(people.portal.url + customersFilePath, {
      method: 'POST',
      headers: { cookie: administrator.cookie, origin: 'https://elsewhere.example' },
    });
    expect(await status(elsewhere)).toBe(403);
    expect((await audit()).map(({ outcome }) => outcome)).toEqual(['refused']);
  });

  it('is cut off if it cannot be sent as a whole, and the audit log says so', async () => {
    await fill(1_200);
    // The last batch meets a customer whose row breaks its schema, which is as unexpected as a lost database.
    const [{ id } = { id: 0 }] = await rows<{ id: number }>(
      "SELECT MIN(id) AS id FROM users WHERE email LIKE '%@many.example'",
    );
    await execute(`UPDATE users SET email_verified = 2 WHERE id = ${id}`);
    const answer = await download({ reason: 'x' });
    await expect(answer.text()).rejects.toThrow();
    await expect.poll(async () => (await audit()).map(({ outcome }) => outcome)).toEqual(['asked', 'failed']);
    people.portal.log.length = 0;
  });
});

describe('The page of a customer', () => {
  it('has all but keys and the customer’s pages at Paddle', async () => {
    const { owner } = people;
    const plan = await makePlan(deps);
    // The rows below follow from no events, so that folding them again would remove them.
    await execute('UPDATE plans SET refold_after = NULL');
    const { licenceId, key, entitlement } = await makeLicence(deps, { plan, userId: owner.id });
    await execute(
      `INSERT INTO subscriptions (stream, paddle_subscription_id, paddle_user_id, paddle_plan_id, user_id, status, quantity,
         started_on, update_url, cancel_url, created_at, updated_at)
       VALUES ('${entitlement.stream}', 502198, 88001, ${plan.paddlePlanId}, ${owner.id}, 'past_due', 1, '2026-01-12',
         'https://checkout.example.test/update', 'https://checkout.example.test/cancel', NOW(), NOW())`,
    );
    await execute(
      `INSERT INTO event_streams (stream, version, user_id, owned_by, buyer_email)
       VALUES ('${entitlement.stream}', 1, ${owner.id}, 'passthrough', NULL), ('order:9', 1, NULL, NULL, '${owner.email}')`,
    );
    await execute(
      `INSERT INTO flags (reference, stream, kind, order_id, raised_at, detail)
       VALUES ('dispute:1', '${entitlement.stream}', 'dispute', '1', NOW(3), 'open')`,
    );
    const found = await customers().find.query({ customerId: owner.id });
    expect(found).toMatchObject({
      account: { id: owner.id, email: owner.email, role: null, blockedAt: null, isSelf: false },
      signInMethods: { hasPassword: true },
      licences: [{ id: licenceId, keyEnd: key.slice(-16) }],
      subscriptions: [{ subscriptionId: '502198', paddleUserId: 88_001, licenceId, plan: { id: plan.id } }],
      claims: [{ stream: 'order:9', licenceId: null }],
    });
    expect(found.sessions).toHaveLength(1);
    const answer = JSON.stringify(found);
    for (const secret of [key.slice(0, 8), 'checkout.example.test']) expect(answer).not.toContain(secret);
    const history = await customers().history.query({ customerId: owner.id, licenceId });
    expect(history.entries).toEqual([]);
    expect(await customers().receipts.query({ customerId: owner.id })).toMatchObject({ total: 0 });
    await expect(customers().find.query({ customerId: 999_999 })).rejects.toThrow();
    await expect(customers().history.query({ customerId: people.other.id, licenceId })).rejects.toThrow();
  });

  it('shows the e-mails that were sent, and the security log to support only, which is in the audit log', async () => {
    const { portal, owner, administrator } = people;
    await portal.newBrowser().post('/request-password-reset', { email: owner.email, redirectTo: '/x' });
    await expect
      .poll(async () => (await customers().mails.query({ customerId: owner.id })).mails)
      .toMatchObject([{ template: 'reset-password', state: 'sent', attempts: 1, lastError: null }]);
    await deps.securityEvents.add({
      ...{ userId: owner.id, kind: 'password_changed', ipAddress: null, userAgent: null, at: new Date() },
    });
    const log = await customers().securityLog.mutate({ customerId: owner.id });
    expect(log.events.map(({ kind }) => kind)).toContain('password_changed');
    expect(await rows('SELECT act, outcome, subject_user_id AS customer FROM audit_log')).toEqual([
      { act: 'customer.readSecurityLog', outcome: 'done', customer: owner.id },
    ]);
    await deps.administrators.setRole(administrator.id, 'viewer');
    await expect(customers().securityLog.mutate({ customerId: owner.id })).rejects.toThrow();
  });
});
