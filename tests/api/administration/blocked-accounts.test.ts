/** Tests that a blocked account can't sign in or use its API tokens, while its licences keep working. */
import { QueryTypes } from 'sequelize';
import { beforeEach, describe, expect, it } from 'vitest';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { createApiToken } from '#server/features/accounts/api-tokens/change-api-tokens.ts';
import { findLicencesByKey } from '#server/features/licences/keys/find-licence-by-key.ts';
import { validateLicence } from '#server/features/licences/validate-licence.ts';
import { makeLicence, makePlan } from '#tests/support/billing/licences.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { type Person, usePeople } from '#tests/support/people/people.ts';
import { password, refusalOf } from '#tests/support/portal/account-portal.ts';

const database = useDatabase();
const people = usePeople(database);
let deps: Deps;

const rows = <T extends object>(sql: string) => database.db.query<T>(sql, { type: QueryTypes.SELECT });
const reason = 'The account was taken over';
const as = ({ cookie }: Person) => people.portal.trpc(cookie);
const signIn = (email: string, secret = password) => people.portal.newBrowser().signIn(email, secret);
const sessionsOf = ({ id }: Person) => rows(`SELECT id FROM sessions WHERE user_id = ${id}`);

beforeEach(async () => {
  const { portal, administrator } = people;
  deps = buildDeps({
    ...{ config: portal.config, db: database.db, log: portal.logger },
    clock: { now: portal.now },
  });
  await deps.administrators.setRole(administrator.id, 'support');
  await database.db.query(`UPDATE users SET two_factor_enabled = 1 WHERE id = ${administrator.id}`);
});

const block = () =>
  as(people.administrator).administration.signIn.block.mutate({ customerId: people.owner.id, reason });
const unblock = () =>
  as(people.administrator).administration.signIn.unblock.mutate({ customerId: people.owner.id, reason });

describe('A blocked account', () => {
  it('is signed out and can’t sign in with its password, until it is unblocked', async () => {
    const { owner } = people;
    await block();
    expect(await sessionsOf(owner)).toEqual([]);
    expect(await as(owner).accounts.me.query()).toBeNull();
    expect(await signIn(owner.email)).toMatchObject({ status: 403, body: { code: 'ACCOUNT_BLOCKED' } });
    // Only those who know the password learn that the account is blocked.
    expect(await signIn(owner.email, 'not the password')).toMatchObject({
      status: 401,
      body: { code: 'INVALID_EMAIL_OR_PASSWORD' },
    });
    expect(await sessionsOf(owner)).toEqual([]);
    expect(await refusalOf(block())).toBe('changed_meanwhile');
    await unblock();
    expect(await signIn(owner.email)).toMatchObject({ status: 200 });
    const log = await rows<{ kind: string }>(
      `SELECT kind FROM security_events WHERE user_id = ${owner.id} ORDER BY id`,
    );
    expect(log.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['blocked_by_administrator', 'unblocked_by_administrator']),
    );
    expect(await rows('SELECT act, outcome FROM audit_log ORDER BY id')).toEqual([
      { act: 'customer.block', outcome: 'done' },
      { act: 'customer.block', outcome: 'failed' },
      { act: 'customer.unblock', outcome: 'done' },
    ]);
  });

  it('is not let in by a session that a sign-in started at the same moment', async () => {
    const { owner } = people;
    await deps.administrators.setBlocked(owner.id, new Date());
    expect(await sessionsOf(owner)).not.toEqual([]);
    expect(await as(owner).accounts.me.query()).toBeNull();
    expect(await refusalOf(as(owner).licences.list.query({}))).toBe('not_signed_in');
  });

  it('is not signed in by a link from an e-mail', async () => {
    const { owner, portal } = people;
    await block();
    const visitor = portal.newBrowser();
    await visitor.post('/request-password-reset', { email: owner.email });
    const token = /\?token=(\S+)/.exec((await portal.letter(owner.email, 'Choose a new password')).text)?.[1];
    const newPassword = 'quite another long secret';
    expect(await visitor.post('/reset-password', { token, newPassword })).toMatchObject({ status: 200 });
    expect(await signIn(owner.email, newPassword)).toMatchObject({ body: { code: 'ACCOUNT_BLOCKED' } });
    expect(await sessionsOf(owner)).toEqual([]);
  });

  it('can’t use its API tokens, and is told why', async () => {
    const { owner, portal } = people;
    const created = await createApiToken(
      deps,
      { userId: owner.id, caller: { ipAddress: null, userAgent: null } },
      { name: 'mine', permissions: ['account:read'], expiresInDays: 1 },
    );
    const token = created.status === 'created' ? created.token : '';
    const ask = () => fetch(`${portal.url}/api/user`, { headers: { authorization: `Bearer ${token}` } });
    expect((await ask()).status).toBe(200);
    await block();
    const refused = await ask();
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({
      detail: 'The account of this token is blocked from signing in. Contact the operator of the portal.',
    });
    await unblock();
    expect((await ask()).status).toBe(200);
  });

  it('keeps its licences, which answer pings as before', async () => {
    const { owner } = people;
    const { key } = await makeLicence(deps, { plan: await makePlan(deps), userId: owner.id });
    const licences = () => rows('SELECT * FROM licences');
    const ping = () =>
      validateLicence(
        {
          ...deps,
          findByKey: async (presented) => (await findLicencesByKey(deps, [presented])).get(presented),
        },
        { key, product: null },
      );
    const before = { licences: await licences(), ping: (await ping()).status };
    await block();
    expect({ licences: await licences(), ping: (await ping()).status }).toEqual(before);
  });
});

it('Two administrators who block each other at the same time don’t both succeed', async () => {
  const { owner, administrator } = people;
  for (const { id } of [owner, administrator]) await deps.administrators.setRole(id, 'administrator');
  await database.db.query('UPDATE users SET two_factor_enabled = 1');
  await database.db.query('UPDATE sessions SET reauthenticated_at = NOW(3)');
  const each = (by: Person, whom: Person) =>
    as(by)
      .administration.signIn.block.mutate({ customerId: whom.id, reason })
      .then(
        () => 'done',
        () => 'refused',
      );
  const outcomes = await Promise.all([each(owner, administrator), each(administrator, owner)]);
  expect(outcomes.sort()).toEqual(['done', 'refused']);
  expect(
    await rows('SELECT id FROM users WHERE instance_administrator = 1 AND blocked_at IS NULL'),
  ).toHaveLength(1);
});

it('Signing a customer out ends their sessions only, and is in the audit log', async () => {
  const { owner, other, administrator } = people;
  await as(administrator).administration.signIn.signOut.mutate({ customerId: owner.id, reason });
  expect(await sessionsOf(owner)).toEqual([]);
  expect(await sessionsOf(other)).not.toEqual([]);
  expect(await signIn(owner.email)).toMatchObject({ status: 200 });
  expect(await rows('SELECT act, reason, values_after AS facts FROM audit_log')).toEqual([
    { act: 'customer.signOut', reason, facts: '{"sessionsEnded":1}' },
  ]);
});
