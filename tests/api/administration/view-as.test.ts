/**
 * Tests viewing a customer's pages: which procedures it answers, what the answers leave out, what it leaves unchanged,
 * and how it ends.
 */
import { QueryTypes } from 'sequelize';
import { beforeEach, describe, expect, it } from 'vitest';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { createApiToken } from '#server/features/accounts/api-tokens/change-api-tokens.ts';
import { viewableProcedures } from '#server/features/administration/view-as/viewable-procedures.ts';
import { personalDataPath } from '#server/features/privacy/export/personal-data.route.ts';
import { viewHeader } from '#shared/administration/view-as.ts';
import { receiptsFilePath } from '#shared/billing/billing.ts';
import { shownAccountHeader } from '#shared/identity/sessions.ts';
import { matrix, type Owned } from '#tests/api/platform/trpc/access-rows.ts';
import { makeLicence, makePlan } from '#tests/support/billing/licences.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { ownersMark, type Person, usePeople } from '#tests/support/people/people.ts';
import { refusalOf } from '#tests/support/portal/account-portal.ts';
import { allProcedures, callProcedure, type Procedure } from '#tests/support/portal/procedures.ts';

const database = useDatabase();
const people = usePeople(database);
let deps: Deps;
let owned: Owned;
/** What no answer may contain. */
let secrets: string[];

const reason = 'She cannot find her receipts';
const rows = <T extends object>(sql: string) => database.db.query<T>(sql, { type: QueryTypes.SELECT });
const execute = (sql: string) => database.db.query(sql);
const as = ({ cookie }: Person) => people.portal.trpc(cookie);
const procedures = allProcedures();
const procedureAt = (path: string): Procedure => {
  const found = procedures.find((each) => each.path === path);
  if (!found) throw new Error(`there is no procedure ${path}`);
  return found;
};

beforeEach(async () => {
  const { portal, owner, administrator } = people;
  deps = buildDeps({
    ...{ config: portal.config, db: database.db, log: portal.logger },
    clock: { now: portal.now },
  });
  await deps.administrators.setRole(administrator.id, 'support');
  await execute('UPDATE users SET two_factor_enabled = 1');
  const { licenceId, key, entitlement } = await makeLicence(deps, {
    plan: await makePlan(deps),
    userId: owner.id,
  });
  const { stream } = entitlement;
  await execute(
    `INSERT INTO subscriptions (stream, paddle_subscription_id, paddle_plan_id, user_id, status, quantity, started_on,
       update_url, cancel_url, created_at, updated_at)
     VALUES ('${stream}', 502198, 24749, ${owner.id}, 'past_due', 1, '2026-01-12',
       'https://checkout.example.test/update', 'https://checkout.example.test/cancel', NOW(), NOW())`,
  );
  await execute(
    `INSERT INTO receipts (order_id, reference, stream, user_id, amount_minor, tax_minor, currency, quantity,
       receipt_url, paid_at, created_at, updated_at)
     VALUES ('77-1', 'order:77-1', '${stream}', ${owner.id}, 9000, 0, 'USD', 1,
       'https://my.example.test/receipt', NOW(), NOW(), NOW())`,
  );
  const token = await createApiToken(
    deps,
    { userId: owner.id, caller: { ipAddress: null, userAgent: null } },
    { name: 'mine', permissions: ['account:read'], expiresInDays: 30 },
  );
  owned = {
    ...{ licenceId, subject: stream, email: owner.email, customerId: owner.id },
    ...{ tokenId: token.status === 'created' ? token.view.id : 0, sessionId: 1, passkeyId: 1 },
    orderId: '77-1',
  };
  secrets = [
    key,
    token.status === 'created' ? token.token : '',
    ...['checkout.example.test', 'my.example.test', people.administrator.email],
  ];
});

const start = async (by: Person = people.administrator): Promise<string> =>
  (await as(by).administration.viewAs.start.mutate({ customerId: people.owner.id, reason })).token;

const callIn = (token: string, procedure: Procedure, by: Person = people.administrator) =>
  callProcedure(people.portal.url, procedure, matrix[procedure.path]?.input?.(owned), by.cookie, {
    [viewHeader]: token,
    [shownAccountHeader]: String(people.owner.id),
  });

/**
 * Everything stored, by table, except what changes with every request (times of last use, and limits) and what the
 * background work changes.
 */
async function everything(): Promise<Record<string, unknown>> {
  const tables = await rows<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = DATABASE() AND table_name NOT IN ('rate_limits', 'jobs', 'plans')`,
  );
  const contents: Record<string, unknown> = {};
  for (const { name } of tables)
    contents[name] = JSON.parse(
      JSON.stringify(await rows(`SELECT * FROM \`${name}\``), (key, value) =>
        key === 'updated_at' ? undefined : value,
      ),
    );
  return contents;
}

describe('A view', () => {
  it('shows the customer’s pages, and is in the audit log and in the customer’s security log', async () => {
    const { owner, administrator } = people;
    const before = await rows(`SELECT id FROM sessions WHERE user_id = ${owner.id}`);
    const token = await start();
    const me = await callIn(token, procedureAt('accounts.me'));
    expect(me.text).toContain(ownersMark);
    expect((await callIn(token, procedureAt('licences.list'))).text).toContain('"validUntil"');
    expect((await callIn(token, procedureAt('billing.receipts'))).text).toContain('77-1');
    // Without the header, the same browser is still the administrator's.
    expect(await as(administrator).accounts.me.query()).toMatchObject({ id: administrator.id });
    expect(
      await rows('SELECT act, outcome, actor_user_id AS actor, subject_user_id AS customer FROM audit_log'),
    ).toEqual([{ act: 'customer.viewAs', outcome: 'done', actor: administrator.id, customer: owner.id }]);
    expect(
      await rows(
        `SELECT kind, ip_address AS ip FROM security_events WHERE user_id = ${owner.id} ORDER BY id DESC LIMIT 1`,
      ),
    ).toEqual([{ kind: 'viewed_by_administrator', ip: null }]);
    expect(await rows(`SELECT id FROM sessions WHERE user_id = ${owner.id}`)).toEqual(before);
    expect(JSON.stringify(await rows('SELECT * FROM view_sessions'))).not.toContain(token);
  });

  it('refuses every procedure that its list lacks, changes nothing, and answers without secrets', async () => {
    const token = await start();
    await execute('UPDATE sessions SET reauthenticated_at = NOW(3)');
    const before = await everything();
    expect(procedures.length).toBeGreaterThan(60);
    for (const path of viewableProcedures.keys()) expect(procedureAt(path).type, path).toBe('query');
    for (const procedure of procedures) {
      const { path } = procedure;
      if (path.startsWith('administration.')) continue;
      const { appCode, status, text } = await callIn(token, procedure);
      if (viewableProcedures.has(path)) expect(status, `${path}: ${text}`).toBe(200);
      else expect({ status, appCode }, path).toEqual({ status: 403, appCode: 'view_only' });
      for (const secret of secrets) expect(text, path).not.toContain(secret);
    }
    expect(await everything()).toEqual(before);
  });

  it('is refused by administration, files and sign-in', async () => {
    const { administrator, portal, owner } = people;
    const token = await start();
    await execute('DELETE FROM audit_log');
    for (const procedure of procedures.filter(({ path }) => path.startsWith('administration.')))
      expect((await callIn(token, procedure)).appCode, procedure.path).toBe('view_only');
    // Refused acts are recorded with the administrator who is behind the view.
    const refused = await rows<{ actor: number; code: string; outcome: string }>(
      'SELECT actor_user_id AS actor, error_code AS code, outcome FROM audit_log',
    );
    expect(refused.length).toBeGreaterThan(3);
    for (const entry of refused)
      expect(entry).toEqual({ actor: administrator.id, code: 'view_only', outcome: 'refused' });
    const headers = { cookie: administrator.cookie, [viewHeader]: token, origin: portal.url };
    for (const path of [personalDataPath, receiptsFilePath]) {
      const file = await fetch(portal.url + path, { headers });
      expect(file.status, path).toBe(403);
      expect(await file.text()).not.toContain(owner.email);
    }
    const auth = await fetch(`${portal.url}/api/auth/sign-out`, {
      ...{ method: 'POST', body: '{}' },
      headers: { ...headers, 'content-type': 'application/json' },
    });
    expect(auth.status).toBe(403);
    expect(await as(administrator).accounts.me.query()).not.toBeNull();
  });

  it('isn’t started on an administrator’s account, nor on the own one, nor by a viewer', async () => {
    const { administrator, owner, other } = people;
    await deps.administrators.setRole(other.id, 'viewer');
    const on = (customerId: number) =>
      refusalOf(as(administrator).administration.viewAs.start.mutate({ customerId, reason }));
    expect(await on(other.id)).toBe('administrators_account');
    expect(await on(administrator.id)).toBe('own_account');
    await deps.administrators.setRole(administrator.id, 'administrator');
    expect(await on(other.id)).toBe('administrators_account');
    await deps.administrators.setRole(administrator.id, 'viewer');
    expect(await on(owner.id)).toBe('forbidden');
    expect(await rows('SELECT id FROM view_sessions')).toEqual([]);
    expect(await rows("SELECT id FROM audit_log WHERE outcome = 'refused'")).toHaveLength(4);
  });

  it('works only in the session that started it', async () => {
    const { other, portal, administrator } = people;
    await deps.administrators.setRole(other.id, 'support');
    const token = await start();
    const me = procedureAt('accounts.me');
    expect((await callIn(token, me, other)).appCode).toBe('view_ended');
    expect((await callIn(token, me, people.owner)).appCode).toBe('view_ended');
    expect((await callIn('made-up', me)).appCode).toBe('view_ended');
    expect((await callIn('', me)).appCode).toBe('view_ended');
    expect((await callProcedure(portal.url, me, undefined, undefined, { [viewHeader]: token })).appCode).toBe(
      'view_ended',
    );
    expect(await as(administrator).accounts.me.query()).toMatchObject({ id: administrator.id });
  });

  const endings: [string, () => Promise<unknown>][] = [
    ['after 15 minutes', () => execute('UPDATE view_sessions SET expires_at = NOW(3) - INTERVAL 1 SECOND')],
    ['when it is stopped', () => as(people.administrator).administration.viewAs.stop.mutate()],
    ['when another one is started in the session', () => start()],
    ['when the customer signs out everywhere', () => as(people.owner).identity.sessions.endOthers.mutate()],
    ['when the role is taken away', () => deps.administrators.setRole(people.administrator.id, null)],
    ['when the role is lowered', () => deps.administrators.setRole(people.administrator.id, 'viewer')],
    [
      'when two-step verification is turned off',
      () => execute(`UPDATE users SET two_factor_enabled = 0 WHERE id = ${people.administrator.id}`),
    ],
    [
      'when the administrator is signed out',
      () => execute(`DELETE FROM sessions WHERE user_id = ${people.administrator.id}`),
    ],
    [
      'when the administrator is blocked',
      () => deps.administrators.setBlocked(people.administrator.id, new Date()),
    ],
    [
      'when the customer becomes an administrator',
      () => deps.administrators.setRole(people.owner.id, 'viewer'),
    ],
    [
      'when the customer is blocked and so signed out',
      () => deps.transaction(({ sessions }) => sessions.endAll(people.owner.id)),
    ],
  ];
  it.each(endings)('ends %s', async (_when, end) => {
    const token = await start();
    const [view] = await rows<{ minutes: number }>(
      'SELECT TIMESTAMPDIFF(MINUTE, started_at, expires_at) AS minutes FROM view_sessions',
    );
    expect(view?.minutes).toBe(15);
    expect((await callIn(token, procedureAt('accounts.me'))).status).toBe(200);
    await end();
    for (const path of ['accounts.me', 'licences.list', 'catalogue.publicConfig'])
      expect(await callIn(token, procedureAt(path)), path).toMatchObject({
        status: 403,
        appCode: 'view_ended',
      });
  });
});
