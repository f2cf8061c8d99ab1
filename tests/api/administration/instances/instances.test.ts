/** Tests what administrators do with the clients of instances, and what they see of them. */
import { describe, expect, it } from 'vitest';
import { addDays, dayOf } from '#shared/dates.ts';
import { everyStoredText } from '#tests/support/database/stored-texts.ts';
import { accepted, ping, tokenOf } from '#tests/support/instance-calls.ts';
import { useAdministrator } from '#tests/support/people/administrator.ts';
import { useChangingCustomer } from '#tests/support/people/changing-customer.ts';
import { codeOf } from '#tests/support/people/code-of.ts';

const shop = useChangingCustomer();
const administrator = useAdministrator(shop);

const reason = 'The machine was broken into';
const instances = () => administrator.api.instances;
const create = (name: string) => instances().create.mutate({ name, product: null, reason });

describe('A client that an administrator creates', () => {
  it('works with the secret that was shown once, which is stored nowhere', async () => {
    const client = await create('  Monica in Oslo ');
    expect(await ping(shop.portal, await tokenOf(shop.portal, client))).toBe(accepted);
    expect(await instances().find.query({ clientId: client.clientId })).toMatchObject({
      ...{ name: 'Monica in Oslo', product: null, disabledAt: null, tokens: 1 },
      secrets: [{ number: 1, endsAt: null }],
    });
    expect((await everyStoredText(shop.database.db)).join('\n')).not.toContain(client.clientSecret);
    expect(await administrator.audit()).toMatchObject([
      {
        ...{ act: 'client.create', outcome: 'done', subject: `client ${client.clientId}`, reason },
        after: { name: 'Monica in Oslo', product: null, secretNumber: 1 },
      },
    ]);
  });

  it('can be shut off without locking the others', async () => {
    const hacked = await create('Hacked');
    const other = await create('Other');
    const stolen = await tokenOf(shop.portal, hacked);
    const kept = await tokenOf(shop.portal, other);
    const { clientId } = hacked;
    await instances().disable.mutate({ clientId, reason });
    await expect.poll(() => ping(shop.portal, stolen), { timeout: 2_000 }).toBe(401);
    expect(await tokenOf(shop.portal, hacked)).toBe(401);
    expect([
      await ping(shop.portal, kept),
      await ping(shop.portal, await tokenOf(shop.portal, other)),
    ]).toEqual([accepted, accepted]);
    expect(await codeOf(instances().disable.mutate({ clientId, reason }))).toBe('changed_meanwhile');
    const rotation = { clientId, reason, overlapDays: 0, endSecret: null };
    expect(await codeOf(instances().rotateSecret.mutate(rotation))).toBe('changed_meanwhile');

    await instances().enable.mutate({ clientId, reason });
    const { clientSecret } = await instances().rotateSecret.mutate(rotation);
    expect(await tokenOf(shop.portal, hacked)).toBe(401);
    await expect.poll(() => ping(shop.portal, stolen), { timeout: 2_000 }).toBe(accepted);
    expect(await instances().revokeTokens.mutate({ clientId, reason })).toEqual({ revokedTokens: 1 });
    await expect.poll(() => ping(shop.portal, stolen), { timeout: 2_000 }).toBe(401);
    expect(await ping(shop.portal, await tokenOf(shop.portal, { clientId, clientSecret }))).toBe(accepted);
    expect(await ping(shop.portal, kept)).toBe(accepted);
  });

  it('rotates with an overlap, and a third secret needs the older one to be named', async () => {
    const { clientId, clientSecret } = await create('Shared');
    const rotation = { clientId, reason, overlapDays: 7, endSecret: null };
    const second = await instances().rotateSecret.mutate(rotation);
    expect(second.olderEndsAt).toBeInstanceOf(Date);
    expect(await codeOf(instances().rotateSecret.mutate(rotation))).toBe('two_secrets');
    const third = await instances().rotateSecret.mutate({ ...rotation, endSecret: 1 });
    expect(await tokenOf(shop.portal, { clientId, clientSecret })).toBe(401);
    for (const secret of [second.clientSecret, third.clientSecret])
      expect(await ping(shop.portal, await tokenOf(shop.portal, { clientId, clientSecret: secret }))).toBe(
        accepted,
      );
    await instances().endSecret.mutate({ clientId, reason, number: 2 });
    expect(await tokenOf(shop.portal, { clientId, clientSecret: second.clientSecret })).toBe(401);
    expect(await codeOf(instances().endSecret.mutate({ clientId, reason, number: 3 }))).toBe('last_secret');
    expect(JSON.stringify(await administrator.audit())).not.toContain(third.clientSecret);
  });

  it('can be bound to a product', async () => {
    const { clientId } = await create('Monica only');
    await instances().bind.mutate({ clientId, product: 'Monica', reason });
    expect((await instances().find.query({ clientId })).product).toBe('Monica');
    expect(await instances().list.query({ product: 'OfficeLife' })).toMatchObject({ clients: [] });
    expect((await administrator.audit()).at(-1)).toMatchObject({
      ...{ act: 'client.bind', before: { product: null }, after: { product: 'Monica' } },
    });
  });
});

describe('What is seen of a client', () => {
  it('is when it was last seen, its requests by day, and whether it still uses a revoked token', async () => {
    const { pingCounts, clientSightings, now } = shop.deps;
    const { clientId } = await create('Busy');
    const today = dayOf(now());
    const at = now();
    await pingCounts.add([
      { day: today, clientId, outcome: 'good', total: 40 },
      { day: addDays(today, -6), clientId, outcome: 'ended', total: 2 },
      { day: addDays(today, -29), clientId, outcome: 'good', total: 7 },
      { day: addDays(today, -30), clientId, outcome: 'good', total: 9 },
      { day: today, clientId, outcome: 'sign_in_failed', total: 3 },
      { day: today, clientId, outcome: 'token_revoked', total: 5 },
    ]);
    await clientSightings.note([
      { clientId, outcome: 'good', lastAt: at },
      { clientId, outcome: 'good', lastAt: new Date(at.getTime() - 5_000) },
      { clientId, outcome: 'token_revoked', lastAt: new Date(at.getTime() + 1_000) },
    ]);
    const { clients } = await instances().list.query({});
    expect(clients.find(({ id }) => id === clientId)).toMatchObject({
      ...{ lastSeenAt: at, recent: { pings: 42, failedSignIns: 3, revokedTokens: 5 }, overdueChecks: 0 },
    });
    const found = await instances().find.query({ clientId });
    expect(found.revokedTokenAt).toEqual(new Date(at.getTime() + 1_000));
    expect(found.days.map(({ total }) => total).sort((a, b) => a - b)).toEqual([2, 3, 5, 7, 40]);
  });

  it('is listed by name, a page at a time, in both directions', async () => {
    for (let each = 0; each < 105; each += 1)
      await shop.deps.instanceClients.add({
        ...{ id: `c-${each}`, name: `Client ${Math.floor(each / 2)}`, product: null, secretHash: 'x' },
      });
    const seen: string[] = [];
    for (let after: string | undefined; ; ) {
      const page = await instances().list.query({ after });
      seen.push(...page.clients.map(({ id }) => id));
      if (page.older === null) break;
      after = page.older;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => id.startsWith('c-'))).toHaveLength(105);
    const third = await instances().list.query({ before: seen[100] });
    expect(third.clients.map(({ id }) => id)).toEqual(seen.slice(50, 100));
    const start = await instances().list.query({ before: seen[3] });
    expect(start.clients.map(({ id }) => id)).toEqual(seen.slice(0, 50));
  });
});

describe('Licences that an instance did not check again', () => {
  it('are listed from the day after, with whether they work, by client and a page at a time', async () => {
    const { clientId } = await create('Monica as published');
    const { licenceId } = await shop.buy('Monica monthly');
    const today = dayOf(shop.deps.now());
    await shop.deps.lastPings.saveNewest([
      { licenceId, at: shop.deps.now(), nextCheckOn: today, endReason: null, clientId },
    ]);
    expect(await instances().overdueChecks.query({})).toEqual({ checks: [], next: null });
    await shop.database.db.query(`UPDATE last_pings SET next_check_on = '${addDays(today, -1)}'`);
    const expected = {
      ...{ licenceId, dueOn: addDays(today, -1), endReason: null, product: 'Monica' },
      ...{ customer: { id: shop.userId }, client: { id: clientId, name: 'Monica as published' } },
    };
    expect(await instances().overdueChecks.query({})).toMatchObject({ checks: [expected], next: null });
    expect(await instances().overdueChecks.query({ clientId })).toMatchObject({ checks: [expected] });
    expect(await instances().overdueChecks.query({ clientId: null })).toEqual({ checks: [], next: null });
    expect(await instances().find.query({ clientId })).toMatchObject({ overdueChecks: 1 });

    await shop.database.db.query('UPDATE last_pings SET client_id = NULL');
    expect(await instances().overdueChecks.query({ clientId: null })).toMatchObject({
      checks: [{ licenceId, client: null }],
    });
    expect(await instances().list.query({})).toMatchObject({ overdueOfUnknown: 1 });
    expect(await codeOf(instances().overdueChecks.query({ after: '2026-02-30-1' }))).toBe('invalid_input');
  });
});
