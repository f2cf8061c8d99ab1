/**
 * Personal API tokens: each is shown once and stored only as a hash, and managing them requires recent
 * reauthentication.
 */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type ApiTokenPermission, maxApiTokens } from '#shared/accounts/api-tokens.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { useSignedIn } from '#tests/support/people/signed-in.ts';

const database = useDatabase();
const world = useSignedIn(database);

const wanted = (change: { name?: string; expiresInDays?: number | null } = {}) => ({
  name: 'Bookkeeping',
  permissions: ['receipts:read', 'account:read'] satisfies ApiTokenPermission[],
  expiresInDays: 90,
  ...change,
});

const create = (change = {}) => world.trpc.accounts.tokens.create.mutate(wanted(change));
const codeOf = (appCode: string) => expect.objectContaining({ data: expect.objectContaining({ appCode }) });
const logged = () =>
  world.rows<{ kind: string; detail: string }>(
    "SELECT kind, detail FROM security_events WHERE kind LIKE 'token%' ORDER BY id",
  );

describe('creating', () => {
  it('tells the token once; what is stored is its hash, and it is in no answer and no log line after that', async () => {
    const before = Date.now();
    const { token, view } = await create();
    expect(token).toMatch(/^mcp_[A-Za-z0-9_-]{43}$/);
    expect(view).toMatchObject({
      name: 'Bookkeeping',
      permissions: ['account:read', 'receipts:read'],
      lastUsedAt: null,
    });
    const days = ((view.expiresAt?.getTime() ?? 0) - before) / 86_400_000;
    expect(days).toBeGreaterThanOrEqual(90);
    expect(days).toBeLessThan(90.01);
    const [stored] = await world.rows<{ token_hash: Buffer }>('SELECT token_hash FROM api_tokens');
    expect(stored?.token_hash).toEqual(createHash('sha256').update(token).digest());
    expect(await world.trpc.accounts.tokens.list.query()).toEqual([view]);
    expect(JSON.stringify(world.portal.log)).not.toContain(token);
    expect(await logged()).toEqual([{ kind: 'token_created', detail: 'Bookkeeping' }]);
  });

  it('may be without an expiry, and two may have one name', async () => {
    expect((await create({ expiresInDays: null })).view.expiresAt).toBeNull();
    expect((await create()).token).not.toBe((await create()).token);
    expect(await world.trpc.accounts.tokens.list.query()).toHaveLength(3);
  });

  it('stops at twenty, also when two are made at the same moment', async () => {
    for (let made = 1; made < maxApiTokens; made += 1) await create();
    const both = await Promise.allSettled([create(), create()]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(create()).rejects.toEqual(codeOf('too_many_tokens'));
    const list = await world.trpc.accounts.tokens.list.query();
    expect(list).toHaveLength(maxApiTokens);
    await world.trpc.accounts.tokens.delete.mutate({ id: list[7]?.id ?? 0 });
    await create();
    expect(await logged()).toHaveLength(maxApiTokens + 2);
  });

  it.each([
    { name: ' ' },
    { name: 'x'.repeat(101) },
    { permissions: [] },
    { permissions: ['account:write'] },
    { expiresInDays: 0 },
    { expiresInDays: 366 },
    { expiresInDays: 1.5 },
  ])('is refused with %j, and nothing is stored', async (change) => {
    await expect(create(change)).rejects.toEqual(codeOf('invalid_input'));
    expect(await world.trpc.accounts.tokens.list.query()).toEqual([]);
  });
});

describe('changing', () => {
  it('changes name, permissions and expiry, and leaves the expiry where none is told', async () => {
    const { view } = await create();
    const edit = world.trpc.accounts.tokens.edit;
    const renamed = await edit.mutate({ id: view.id, name: 'Books', permissions: ['licences:read'] });
    expect(renamed).toEqual({ ...view, name: 'Books', permissions: ['licences:read'] });
    const lasting = await edit.mutate({ ...wanted(), id: view.id, expiresInDays: null });
    expect(lasting.expiresAt).toBeNull();
    expect(await logged()).toEqual([
      { kind: 'token_created', detail: 'Bookkeeping' },
      { kind: 'token_changed', detail: 'Books' },
      { kind: 'token_changed', detail: 'Bookkeeping' },
    ]);
  });

  it('saying the same once more is no error', async () => {
    const { view } = await create();
    const same = { id: view.id, name: view.name, permissions: view.permissions };
    expect(await world.trpc.accounts.tokens.edit.mutate(same)).toEqual(view);
  });

  it('deletes, once', async () => {
    const { view } = await create();
    await world.trpc.accounts.tokens.delete.mutate({ id: view.id });
    expect(await world.trpc.accounts.tokens.list.query()).toEqual([]);
    await expect(world.trpc.accounts.tokens.delete.mutate({ id: view.id })).rejects.toEqual(
      codeOf('not_found'),
    );
    expect((await logged()).map(({ kind }) => kind)).toEqual(['token_created', 'token_deleted']);
  });
});

describe('who may', () => {
  it('nobody without a session, and nobody who has not shown a moment ago who they are', async () => {
    const { view } = await create();
    const stranger = world.portal.trpc().accounts.tokens;
    await expect(stranger.list.query()).rejects.toEqual(codeOf('not_signed_in'));
    await expect(stranger.create.mutate(wanted())).rejects.toEqual(codeOf('not_signed_in'));
    await world.forgetConfirmation();
    const late = world.trpc.accounts.tokens;
    await expect(late.create.mutate(wanted())).rejects.toEqual(codeOf('confirmation_needed'));
    await expect(late.edit.mutate({ ...wanted(), id: view.id })).rejects.toEqual(
      codeOf('confirmation_needed'),
    );
    await expect(late.delete.mutate({ id: view.id })).rejects.toEqual(codeOf('confirmation_needed'));
    expect(await late.list.query()).toEqual([view]);
  });

  it('nobody reaches another customer’s: they look as if they did not exist', async () => {
    const otherId = await addCustomer(database.db, { email: 'other@example.test' });
    const id = await world.deps.apiTokens.add({
      userId: otherId,
      ...{ name: 'Theirs', hash: Buffer.alloc(32, 7), permissions: ['account:read'] },
      ...{ expiresAt: null, at: new Date() },
    });
    const tokens = world.trpc.accounts.tokens;
    expect(await tokens.list.query()).toEqual([]);
    const edited = tokens.edit.mutate({ id: id ?? 0, name: 'Mine', permissions: ['account:read'] });
    await expect(edited).rejects.toEqual(codeOf('not_found'));
    await expect(tokens.delete.mutate({ id: id ?? 0 })).rejects.toEqual(codeOf('not_found'));
    expect(await world.rows('SELECT name FROM api_tokens')).toEqual([{ name: 'Theirs' }]);
    expect(await logged()).toEqual([]);
  });
});
