/** Tests the secrets of a client: two are accepted at most, both for a chosen time, and none after its end. */
import bcrypt from 'bcryptjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClient } from '#server/features/instances/create-client.ts';
import { endClientSecret } from '#server/features/instances/secrets/end-client-secret.ts';
import { rotateClientSecret } from '#server/features/instances/secrets/rotate-client-secret.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { type InstanceServer, startInstanceServer } from '#tests/support/portal/instance-server.ts';

const database = useDatabase();
let server: InstanceServer;
let clientId: string;
let first: string;

beforeEach(async () => {
  server = await startInstanceServer({ db: database.db, databaseUrl: database.url });
  const client = await createClient(server.deps, { name: 'An instance', product: null });
  ({ clientId, clientSecret: first } = client);
});
afterEach(() => server.stop());

/** Returns the status of the token endpoint for a secret. */
async function statusOf(secret: string, id = clientId): Promise<number> {
  const form = { grant_type: 'client_credentials', client_id: id, client_secret: secret };
  const answer = await fetch(`${server.url}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  await answer.arrayBuffer();
  return answer.status;
}

const rotate = (given: { overlapDays?: number; endSecret?: number | null } = {}) =>
  rotateClientSecret(server.deps, { clientId, revokeTokens: false, ...given });

async function rotated(given: Parameters<typeof rotate>[0]): Promise<string> {
  const answer = await rotate(given);
  if (answer.status !== 'rotated') throw new Error(answer.status);
  return answer.clientSecret;
}
const end = (number: number) =>
  server.deps.transaction(async (inside) => {
    const client = await inside.instanceClients.lock(clientId);
    if (!client) throw new Error('there is no such client');
    return endClientSecret(inside, client, number);
  });
const overlapHasPassed = () =>
  database.db.query('UPDATE instance_clients SET older_secret_ends_at = NOW(3) - INTERVAL 1 SECOND');

describe('A rotated secret', () => {
  it('is accepted beside the new one until the overlap ends, without any job', async () => {
    const second = await rotated({ overlapDays: 7 });
    expect([await statusOf(first), await statusOf(second)]).toEqual([200, 200]);
    const client = await server.deps.instanceClients.findById(clientId);
    const days = ((client?.olderSecret?.endsAt.getTime() ?? 0) - Date.now()) / 86_400_000;
    expect(days).toBeCloseTo(7, 2);
    await overlapHasPassed();
    expect([await statusOf(first), await statusOf(second)]).toEqual([401, 200]);
  });

  it('is refused at once without an overlap', async () => {
    const second = await rotated({});
    expect([await statusOf(first), await statusOf(second)]).toEqual([401, 200]);
  });

  it('of the PHP portal is accepted too, also after it was rehashed', async () => {
    const old = 'a'.repeat(40);
    await server.deps.instanceClients.add({
      ...{ id: '3', name: 'Old', product: null },
      secretHash: bcrypt.hashSync(old, 4).replace('$2b$', '$2y$'),
    });
    const given = { clientId: '3', revokeTokens: false, overlapDays: 1 };
    const answer = await rotateClientSecret(server.deps, given);
    if (answer.status !== 'rotated') throw new Error(answer.status);
    expect(await statusOf(answer.clientSecret, '3')).toBe(200);
    expect(await statusOf('wrong', '3')).toBe(401);
    expect(await statusOf(old, '3')).toBe(200);
    expect((await server.deps.instanceClients.findById('3'))?.olderSecret?.hash).toMatch(/^sha256:/);
    expect([await statusOf(old, '3'), await statusOf(answer.clientSecret, '3')]).toEqual([200, 200]);
  });
});

describe('A third secret', () => {
  it('is refused while the overlap runs, unless the older one is named, which then ends', async () => {
    const second = await rotated({ overlapDays: 7 });
    for (const endSecret of [null, 2, 3])
      expect(await rotate({ overlapDays: 7, endSecret })).toMatchObject({
        status: 'overlap',
        older: { number: 1 },
      });
    expect([await statusOf(first), await statusOf(second)]).toEqual([200, 200]);
    const third = await rotated({ overlapDays: 7, endSecret: 1 });
    expect([await statusOf(first), await statusOf(second), await statusOf(third)]).toEqual([401, 200, 200]);
  });

  it('needs nothing to be named once the overlap has passed', async () => {
    const second = await rotated({ overlapDays: 1 });
    await overlapHasPassed();
    const third = await rotated({ overlapDays: 1 });
    expect([await statusOf(first), await statusOf(second), await statusOf(third)]).toEqual([401, 200, 200]);
  });

  it('is not created by two administrators at once', async () => {
    const answers = await Promise.all([rotate({ overlapDays: 7 }), rotate({ overlapDays: 7 })]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['overlap', 'rotated']);
    const made = answers.flatMap((answer) => (answer.status === 'rotated' ? [answer.clientSecret] : []));
    expect([await statusOf(first), await statusOf(made[0] ?? '')]).toEqual([200, 200]);
  });
});

describe('A secret that is ended', () => {
  it('is refused at once, and the other one stays', async () => {
    const second = await rotated({ overlapDays: 7 });
    expect(await end(1)).toEqual({ status: 'ended' });
    expect([await statusOf(first), await statusOf(second)]).toEqual([401, 200]);
    expect(await end(1)).toEqual({ status: 'unknown' });
    expect(await end(2)).toEqual({ status: 'last' });
  });

  it('can be the newer one; the older one then no longer ends', async () => {
    const second = await rotated({ overlapDays: 7 });
    expect(await end(2)).toEqual({ status: 'ended' });
    expect([await statusOf(first), await statusOf(second)]).toEqual([200, 401]);
    expect(await server.deps.instanceClients.findById(clientId)).toMatchObject({
      ...{ secretNumber: 1, olderSecret: null },
    });
  });
});

describe('A process of the release before', () => {
  it('that rotates the secret ends the newest one only, and its secret is accepted', async () => {
    const second = await rotated({ overlapDays: 7 });
    const other = await createClient(server.deps, { name: 'Another', product: null });
    // What that release stores: the hash of the new secret, and nothing else.
    await database.db.query(
      `UPDATE instance_clients c JOIN instance_clients o ON o.id = '${other.clientId}'
       SET c.secret_hash = o.secret_hash WHERE c.id = '${clientId}'`,
    );
    expect([await statusOf(first), await statusOf(second)]).toEqual([200, 401]);
    expect(await statusOf(other.clientSecret)).toBe(200);
  });
});
