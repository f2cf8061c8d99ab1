/** What docs/api.md recommends works: its PHP class by a real PHP, its commands by a real curl. */
import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { createClient } from '#server/features/instances/create-client.ts';
import { ApiLicences, ApiReceipts, ApiUser } from '#shared/rest-api.ts';
import { createdAlert, passthroughOf, paymentAlert } from '#tests/support/alerts.ts';
import { useDatabase } from '#tests/support/database.ts';
import { type InstanceServer, startInstanceServer } from '#tests/support/instance-server.ts';
import { makeLicence, makePlan } from '#tests/support/licences.ts';
import { useSignedIn } from '#tests/support/signed-in.ts';

const run = promisify(execFile);
const database = useDatabase();
const hasPhp = spawnSync('php', ['-v']).status === 0;
const recipe = /```php\n<\?php\n(.*?)```/s.exec(readFileSync('docs/api.md', 'utf8'))?.[1] ?? '';

/** A cache as Laravel's, that says what was asked of it. */
const cache = `$cache = new class { public $kept = []; public $puts = 0;
  function get($name) { return $this->kept[$name] ?? null; }
  function put($name, $value, $seconds) { $this->puts += 1; $this->kept[$name] = $value; }
  function forget($name) { unset($this->kept[$name]); } };`;

describe.skipIf(!hasPhp)('the class in docs/api.md (skipped where php is not installed)', () => {
  let portal: InstanceServer;

  beforeAll(async () => {
    portal = await startInstanceServer({ db: database.db, databaseUrl: database.url });
  });

  afterAll(() => portal.stop());

  /** Runs PHP after the class, with `$portal` and `$cache`; gives what it printed. */
  async function php(script: string): Promise<unknown> {
    const client = await createClient(portal.deps, { name: 'OfficeLife', product: 'OfficeLife' });
    const made = [portal.url, client.clientId, client.clientSecret].map((text) => `'${text}'`);
    const program = `${recipe}${cache} $portal = new CustomerPortal(${made.join(', ')}, $cache); ${script}`;
    const { stdout, stderr } = await run('php', ['-r', program]);
    expect(stderr).toBe('');
    return JSON.parse(stdout);
  }

  test('a good key is good, with its seats, and one token serves all questions', async () => {
    const plan = await makePlan(portal.deps, 'OfficeLife');
    const { key } = await makeLicence(portal.deps, { plan, quantity: 12 });
    const answer = await php(
      `$portal->validate('${key}'); echo json_encode([$portal->validate('${key}'), $cache->puts]);`,
    );
    expect(answer).toEqual([{ state: 'good', next_check_at: '2027-02-01', seats: 12 }, 1]);
  });

  test('a forged key and the key of another product lock, with a sentence for the person', async () => {
    const { key } = await makeLicence(portal.deps, { plan: await makePlan(portal.deps, 'Monica') });
    const answers = await php(
      `echo json_encode([$portal->validate('Zm9yZ2Vk'), $portal->validate('${key}')]);`,
    );
    expect(answers).toEqual([
      { state: 'locked', message: expect.stringContaining('not a licence key') },
      { state: 'locked', message: expect.stringContaining('No licence belongs to this key') },
    ]);
  });

  test('a revoked token locks nobody, and a new one is fetched at the next question', async () => {
    const plan = await makePlan(portal.deps, 'OfficeLife');
    const { key } = await makeLicence(portal.deps, { plan });
    const states = await php(
      `$cache->put('customer_portal.token', 'revoked', 1);
       echo json_encode([$portal->validate('${key}')['state'], $portal->validate('${key}')['state']]);`,
    );
    expect(states).toEqual(['unknown', 'good']);
  });
});

const chapter = readFileSync('docs/api.md', 'utf8').split("# A customer's own data")[1] ?? '';
/** Each command with the answer that stands below it. */
const examples = [...chapter.matchAll(/```sh\n(.*?)```\s+```json\n(.*?)```/gs)].map(
  ([, command = '', answer = '']) => ({ command, answer: JSON.parse(answer) as unknown }),
);

/** Names of fields, however deep; of lists their first member. */
function namesIn(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return namesIn(value[0], `${path}[]`);
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, each]) => namesIn(each, `${path}.${name}`));
}

describe.skipIf(spawnSync('curl', ['--version']).status !== 0)(
  'the commands for a customer’s own data (skipped where curl is not installed)',
  () => {
    const world = useSignedIn(database, () => ({ at: '2026-02-01T10:00:00Z' }));

    test('answer what stands below them', async () => {
      const plan = await makePlan(world.deps, 'Monica', 'Monthly');
      await world.deps.plans.save({ ...plan, paddlePlanId: 24_749 });
      const passthrough = passthroughOf(world.userId);
      await world.portal.alert(createdAlert({ passthrough }));
      await world.portal.alert(paymentAlert({ passthrough }));
      const { token } = await world.trpc.account.tokens.create.mutate({
        ...{ name: 'Everything', permissions: ['account:read', 'licences:read', 'receipts:read'] },
        expiresInDays: 1,
      });
      const schemas: z.ZodType[] = [ApiUser, ApiLicences, ApiReceipts];
      expect(examples).toHaveLength(schemas.length);
      for (const [index, { command, answer }] of examples.entries()) {
        const script = command.replaceAll('https://customers.example', world.portal.url);
        const { stdout } = await run('sh', ['-c', script], { env: { ...process.env, TOKEN: token } });
        const given: unknown = JSON.parse(stdout);
        expect(namesIn(given)).toEqual(namesIn(answer));
        expect(schemas[index]?.parse(given)).toEqual(given);
      }
    });
  },
);
