/**
 * Tests personal API tokens. Each token is shown once and stored only as a hash, and managing tokens requires recent
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

describe('Creating an API token', () => {
  it('returns the token once, stores only its hash and keeps it out of the log', async () => {
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

  it('allows a token without an expiry and two tokens with the same name', async () => {
    expect((await create({ expiresInDays: null })).view.expiresAt).toBeNull();
    expect((await create()).token).not.toBe((await create()).token);
    expect(await world.trpc.accounts.tokens.list.query()).toHaveLength(3);
  });

  it('allows at most twenty tokens, even when two are created concurrently', async () => {
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
  ])('rejects %j and stores nothing', async (change) => {
    await expect(create(change)).rejects.toEqual(codeOf('invalid_input'));
    expect(await world.trpc.accounts.tokens.list.query()).toEqual([]);
  });
});

describe('Editing and deleting an API token', () => {
  it('changes name, permissions and expiry, and keeps the expiry when none is given', async () => {
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

  it('accepts unchanged values', async () => {
    const { view } = await create();
    const same = { id: view.id, name: view.name, permissions: view.permissions };
    expect(await world.trpc.accounts.tokens.edit.mutate(same)).toEqual(view);
  });

  it('deletes a token once and returns not_found the second time', async () => {
    const { view } = await create();
    await world.trpc.accounts.tokens.delete.mutate({ id: view.id });
    expect(await world.trpc.accounts.tokens.list.query()).toEqual([]);
    await expect(world.trpc.accounts.tokens.delete.mutate({ id: view.id })).rejects.toEqual(
      codeOf('not_found'),
    );
    expect((await logged()).map(({ kind }) => kind)).toEqual(['token_created', 'token_deleted']);
  });
});

describe('Access to API tokens', () => {
  it('requires a session, and recent reauthentication for every change', async () => {
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

  it('returns not_found for another customer’s token and leaves it unchanged', async () => {
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
