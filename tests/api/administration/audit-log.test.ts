/**
 * Tests the audit log: what is written for each outcome, that an act and its entry are one, and what erasure leaves.
 */
import { QueryTypes } from 'sequelize';
import { beforeEach, describe, expect, it } from 'vitest';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { type AdministratorAtWork, auditedCall } from '#server/features/administration/audit/audited.ts';
import { eraseDataSubject } from '#server/features/privacy/erasure/erase-data-subject.ts';
import { CalendarDate } from '#shared/dates.ts';
import { AppError } from '#shared/errors.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { everyStoredText } from '#tests/support/database/stored-texts.ts';
import { codeOf } from '#tests/support/people/code-of.ts';
import { type Person, usePeople } from '#tests/support/people/people.ts';

const database = useDatabase();
const people = usePeople(database);
let deps: Deps;

const rows = <T extends object>(sql: string) => database.db.query<T>(sql, { type: QueryTypes.SELECT });
const execute = (sql: string) => database.db.query(sql);
const roleOf = async ({ id }: Person) => (await deps.accounts.findById(id))?.administratorRole;
const entries = () =>
  rows(
    'SELECT act, outcome, error_code AS code, reason, values_before AS old, values_after AS new FROM audit_log ORDER BY id',
  );
const as = ({ cookie }: Person) => people.portal.trpc(cookie).administration;

beforeEach(async () => {
  const { portal } = people;
  deps = buildDeps({
    ...{ config: portal.config, db: database.db, log: portal.logger },
    clock: { now: portal.now },
  });
  await execute('UPDATE users SET two_factor_enabled = 1');
  await execute('UPDATE sessions SET reauthenticated_at = NOW(3)');
});

describe('An act', () => {
  const reason = 'She joins the support team';

  it('is stored together with its entry, and the customer’s security log shows it', async () => {
    const { owner, administrator } = people;
    await as(administrator).administrators.make.mutate({ customerId: owner.id, role: 'support', reason });
    expect(await roleOf(owner)).toBe('support');
    expect(await entries()).toEqual([
      ...[{ act: 'administrators.make', outcome: 'done', code: null, reason }].map((entry) => ({
        ...entry,
        ...{ old: '{"role":null}', new: '{"role":"support"}' },
      })),
    ]);
    expect(await rows(`SELECT kind FROM security_events WHERE user_id = ${owner.id}`)).toContainEqual({
      kind: 'made_administrator',
    });
    const [entry] = (await as(administrator).audit.list.query({})).entries;
    expect(entry).toMatchObject({
      ...{ actor: { id: administrator.id }, actorRole: 'administrator', customer: { id: owner.id } },
      ...{ before: { role: null }, after: { role: 'support' }, reason, isRedacted: false },
    });
    expect(
      (await as(administrator).administrators.list.query()).map(({ id, role }) => ({ id, role })),
    ).toEqual(
      expect.arrayContaining([
        { id: administrator.id, role: 'administrator' },
        { id: owner.id, role: 'support' },
      ]),
    );
  });

  it('needs a reason of 1 to 500 characters', async () => {
    const { owner, administrator } = people;
    for (const wrong of ['', '   ', 'x'.repeat(501)])
      expect(
        await codeOf(
          as(administrator).administrators.make.mutate({
            customerId: owner.id,
            role: 'viewer',
            reason: wrong,
          }),
        ),
      ).toBe('invalid_input');
    expect(await roleOf(owner)).toBeNull();
  });

  it('that fails stores nothing but an entry', async () => {
    const { owner, administrator } = people;
    const change = { customerId: owner.id, role: 'viewer', reason } as const;
    expect(await codeOf(as(administrator).administrators.changeRole.mutate(change))).toBe(
      'changed_meanwhile',
    );
    await execute(`UPDATE users SET email_verified = 0 WHERE id = ${owner.id}`);
    expect(await codeOf(as(administrator).administrators.make.mutate(change))).toBe('customer_not_confirmed');
    expect(await roleOf(owner)).toBeNull();
    expect(await entries()).toMatchObject([
      { act: 'administrators.changeRole', outcome: 'failed', code: 'changed_meanwhile', reason },
      { act: 'administrators.make', outcome: 'failed', code: 'customer_not_confirmed', reason },
    ]);
  });

  it('on an account that does not exist is recorded without its reason, which nothing would erase', async () => {
    const unknown = { customerId: 999_999, role: 'viewer', reason } as const;
    expect(await codeOf(as(people.administrator).administrators.make.mutate(unknown))).toBe('not_found');
    expect(await entries()).toMatchObject([{ outcome: 'failed', code: 'not_found', reason: null }]);
  });

  it('does not happen if the log cannot be written', async () => {
    const { owner, administrator } = people;
    await execute('ALTER TABLE audit_log RENAME TO audit_log_away');
    try {
      const make = { customerId: owner.id, role: 'viewer', reason } as const;
      expect(await codeOf(as(administrator).administrators.make.mutate(make))).toBe('internal');
    } finally {
      await execute('ALTER TABLE audit_log_away RENAME TO audit_log');
    }
    expect(await roleOf(owner)).toBeNull();
  });

  it('is refused once the role or the session was taken away, even if the request began before', async () => {
    const { owner, administrator } = people;
    const [session] = await rows<{ id: number }>(
      `SELECT id FROM sessions WHERE user_id = ${administrator.id}`,
    );
    const actor: AdministratorAtWork = {
      ...{ userId: administrator.id, role: 'administrator', sessionId: session?.id ?? 0 },
      ...{ reauthenticatedAt: new Date(), caller: { ipAddress: null, userAgent: null }, requestId: 'r' },
    };
    const subject = { kind: 'account', id: owner.id, userId: owner.id } as const;
    let calls = 0;
    const act = () =>
      auditedCall(deps, actor, { act: 'receipt.refund', subject, reason }, async () => {
        calls += 1;
        if (calls === 2) throw new AppError('paddle_unavailable', 'no answer');
        return { result: calls, after: { amount: '9.00' } };
      });
    expect(await act()).toBe(1);
    await expect(act()).rejects.toMatchObject({ code: 'paddle_unavailable' });
    await deps.administrators.setRole(administrator.id, 'support');
    await expect(act()).rejects.toMatchObject({ code: 'forbidden' });
    await execute(`DELETE FROM sessions WHERE id = ${session?.id}`);
    await expect(act()).rejects.toMatchObject({ code: 'not_signed_in' });
    expect(calls).toBe(2);
    expect(await entries()).toMatchObject([
      { outcome: 'asked', reason },
      { outcome: 'done', reason: null, new: '{"amount":"9.00"}' },
      { outcome: 'asked', reason },
      { outcome: 'failed', reason: null, code: 'paddle_unavailable' },
      { outcome: 'refused', code: 'forbidden' },
    ]);
    expect(await rows('SELECT COUNT(*) AS n FROM audit_log WHERE intent_id IS NOT NULL')).toEqual([{ n: 2 }]);
  });
});

describe('The last administrator', () => {
  it('stays when two administrators demote each other at the same time', async () => {
    const { owner, administrator } = people;
    await deps.administrators.setRole(owner.id, 'administrator');
    const demote = (by: Person, whom: Person) =>
      codeOf(as(by).administrators.unmake.mutate({ customerId: whom.id, reason: 'Not needed' }));
    const codes = await Promise.all([demote(owner, administrator), demote(administrator, owner)]);
    expect(codes.filter((code) => code === null)).toHaveLength(1);
    const left = await rows('SELECT id FROM users WHERE instance_administrator = 1');
    expect(left).toHaveLength(1);
  });

  it('can be removed neither by an administrator who is blocked in the meantime, nor by erasure', async () => {
    const { owner, administrator } = people;
    await deps.administrators.setRole(owner.id, 'administrator');
    await deps.administrators.setBlocked(administrator.id, new Date());
    const demote = deps.transaction((inside) => inside.administrators.isAnotherLeft(owner.id));
    expect(await demote).toBe(false);
    expect(await eraseDataSubject(deps, { accountId: owner.id, reason: 'asked' })).toEqual({
      status: 'last_administrator',
    });
    expect(
      await codeOf(people.portal.trpc(owner.cookie).privacy.deleteAccount.mutate({ email: owner.email })),
    ).toBe('last_administrator');
    await deps.administrators.setBlocked(administrator.id, null);
    expect(await eraseDataSubject(deps, { accountId: owner.id, reason: 'asked' })).toMatchObject({
      status: 'erased',
    });
  });
});

describe('Erasure', () => {
  it('removes the person from the entries about them, and leaves who did what and when', async () => {
    const { owner, administrator } = people;
    const reason = 'Nora Lindqvist-Onlyhers wrote from nora.onlyhers@example.test';
    await as(administrator).administrators.make.mutate({ customerId: owner.id, role: 'support', reason });
    await as(administrator).notes.add.mutate({ customerId: owner.id, reason, text: reason });
    expect(await as(owner).notes.list.query({ customerId: owner.id })).toMatchObject([
      { text: reason, author: { id: administrator.id } },
    ]);
    // What the erased person wrote about another customer stays.
    const text = 'Prefers to be called';
    await as(owner).notes.add.mutate({ customerId: people.other.id, reason: 'A call', text });
    const by = await as(owner).audit.list.query({});
    expect(by.entries).toHaveLength(3);
    // The erased person has acted too.
    expect(
      await codeOf(as(owner).administrators.unmake.mutate({ customerId: people.other.id, reason })),
    ).toBe('forbidden');
    expect(await eraseDataSubject(deps, { accountId: owner.id, reason: 'asked' })).toMatchObject({
      status: 'erased',
    });
    const left = (await everyStoredText(database.db)).filter((text) => /onlyhers/.test(text));
    expect(left).toEqual([]);
    const { entries: shown } = await as(administrator).audit.list.query({});
    expect(await as(administrator).notes.list.query({ customerId: people.other.id })).toMatchObject([
      { text, author: { id: owner.id, name: null } },
    ]);
    expect(await rows('SELECT note FROM administrator_notes')).toEqual([{ note: text }]);
    expect(shown).toMatchObject([
      {
        ...{ act: 'administrators.unmake', outcome: 'refused', actorRole: 'support', reason: null },
        actor: { id: owner.id, name: null },
      },
      { act: 'customer.addNote', actor: { id: owner.id, name: null }, reason: 'A call', isRedacted: false },
      { act: 'customer.addNote', reason: null, after: null, isRedacted: true },
      {
        ...{ act: 'administrators.make', outcome: 'done', reason: null, before: null, after: null },
        ...{ actor: { id: administrator.id }, customer: { id: owner.id, name: null }, isRedacted: true },
      },
    ]);
    expect((await as(administrator).audit.list.query({ actorId: owner.id })).entries).toHaveLength(2);
  });
});

describe('The pages of the log', () => {
  const entry = { actor: null, act: 'audit.export', outcome: 'done', subject: null, reason: null } as const;

  it('have each entry of one instant once, in both directions', async () => {
    const at = new Date('2026-06-01T10:00:00.123Z');
    for (let count = 0; count < 120; count += 1) await deps.auditLog.add({ ...entry, at });
    const { list } = as(people.administrator).audit;
    let page = await list.query({});
    const pages = [page];
    while (page.older !== null) {
      page = await list.query({ after: page.older });
      pages.push(page);
    }
    const ids = pages.map(({ entries: shown }) => shown.map(({ id }) => id));
    expect(new Set(ids.flat()).size).toBe(120);
    expect(ids.map(({ length }) => length)).toEqual([50, 50, 20]);
    for (const earlier of ids.slice(0, -1).reverse()) {
      page = await list.query({ before: page.newer ?? '' });
      expect(page.entries.map(({ id }) => id)).toEqual(earlier);
    }
    expect(page.newer).toBeNull();
  });

  it('have only the entries of the days asked for, both included', async () => {
    for (const at of ['05-31T23:59:59.999', '06-01T00:00:00.000', '06-02T23:59:59.999', '06-03T00:00:00.000'])
      await deps.auditLog.add({ ...entry, at: new Date(`2026-${at}Z`) });
    const [from, to] = [CalendarDate.parse('2026-06-01'), CalendarDate.parse('2026-06-02')];
    const { entries: shown } = await as(people.administrator).audit.list.query({ from, to });
    expect(shown.map(({ at }) => at.toISOString().slice(5, 10))).toEqual(['06-02', '06-01']);
    expect((await as(people.administrator).audit.list.query({ from })).entries).toHaveLength(3);
    expect((await as(people.administrator).audit.list.query({ to })).entries).toHaveLength(3);
  });
});

it('An account to be made an administrator is found by its number or its address', async () => {
  const { owner, administrator } = people;
  const { find } = as(administrator).administrators;
  const [account] = await rows<{ email: string }>(`SELECT email FROM users WHERE id = ${owner.id}`);
  for (const named of [String(owner.id), account?.email ?? '', ` ${account?.email.toUpperCase()} `])
    expect(await find.mutate({ account: named })).toMatchObject({ id: owner.id, role: null });
  for (const named of ['999999', '12345678901234567890', 'nobody@example.test', '%'])
    expect(await find.mutate({ account: named })).toBeNull();
  expect(await entries()).toEqual([]);
});
