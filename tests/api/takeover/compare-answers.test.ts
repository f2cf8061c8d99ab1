/** Tests the comparison with a running PHP portal: what differs on purpose, what doesn't, samples and interruptions. */
import { afterEach, expect, it, vi } from 'vitest';
import { revealKey } from '#server/features/licences/keys/reveal-key.ts';
import { type ComparedKey, compareAnswers } from '#server/features/takeover/compare/compare-answers.ts';
import { createPhpPortal } from '#server/platform/php-portal/php-portal.ts';
import { addDays, dayOf } from '#shared/dates.ts';
import { useChangingCustomer } from '#tests/support/people/changing-customer.ts';
import { useCommandLine } from '#tests/support/portal/command-line.ts';
import {
  type PhpLicence,
  type PhpPortalOptions,
  type PhpPortalStandIn,
  startPhpPortal,
} from '#tests/support/takeover/php-portal.ts';

// Every command is a process of its own.
vi.setConfig({ testTimeout: 120_000 });

const shop = useChangingCustomer();
const { run, settings } = useCommandLine(shop.database);
const client = { id: 'a35778e1-1c87-4b8d-b035-dca2fbabd44b', secret: 'the-secret-of-the-client' };
let php: PhpPortalStandIn | undefined;
afterEach(() => php?.stop());

async function start(licences: readonly PhpLicence[], more: Partial<PhpPortalOptions> = {}) {
  php = await startPhpPortal({ client, licences, today: () => dayOf(shop.twin.now()), ...more });
  return php;
}

/** Buys a licence that the PHP portal knows as well, until the same last paid day. */
async function buyInBoth(): Promise<PhpLicence & { licenceId: number }> {
  const { licenceId } = await shop.buy('Monica monthly');
  const { key } = await revealKey(shop.deps, { licenceId, userId: shop.userId });
  const licence = await shop.deps.licences.findById(licenceId);
  if (!licence) throw new Error('the licence is gone');
  return { licenceId, key, state: 'subscription_payment_succeeded', validUntil: licence.validUntil };
}

async function compare({ url }: PhpPortalStandIn, sample: number | null = null) {
  const differences: ComparedKey[] = [];
  const ask = await createPhpPortal({ url, everyMs: 0, retryDelayMs: 1 }).signIn(client);
  const report = (compared: ComparedKey) => differences.push(compared);
  return { ...(await compareAnswers(shop.deps, { against: url, ask, sample, report })), differences };
}

it('Dates differ on purpose, and a key that only this portal refuses is a finding', async () => {
  const [one, two, three] = [await buyInBoth(), await buyInBoth(), await buyInBoth()];
  const portal = await start([
    one,
    { ...two, validUntil: addDays(two.validUntil, 400) },
    { ...three, state: 'subscription_canceled' },
  ]);
  const compared = await compare(portal);
  expect(compared).toMatchObject({ asked: 3, findings: 1, licenceIds: [two.licenceId], interruption: null });
  expect(compared.deliberate).toEqual({ next_check: 1, longer: 1 });
  expect(compared.differences).toContainEqual(
    expect.objectContaining({
      licenceId: two.licenceId,
      theirs: { status: 200, nextCheckAt: addDays(two.validUntil, 400) },
      ours: { status: 200, nextCheckAt: addDays(two.validUntil, 1) },
      finding: 'shorter',
    }),
  );
  // Asking isn't a ping: an instance that has stopped asking must not look as if it had asked.
  expect(await shop.rows('SELECT * FROM last_pings')).toEqual([]);
});

it('A comparison that was interrupted goes on, waits when it is told to, and may ask about a sample', async () => {
  const licences = [await buyInBoth(), await buyInBoth(), await buyInBoth(), await buyInBoth()];
  const portal = await start(licences, { limit: { requests: 2, retryAfter: 0 } });
  const ask = await createPhpPortal({ url: portal.url, everyMs: 0, retryDelayMs: 1 }).signIn(client);
  let asked = 0;
  const stopped = await compareAnswers(shop.deps, {
    ...{ against: portal.url, sample: null },
    ask: async (key) => {
      asked += 1;
      if (asked === 3) await portal.stop();
      return ask(key);
    },
  });
  expect(stopped).toMatchObject({ asked: 2, interruption: expect.stringContaining('does not answer') });
  const next = await start(licences, { limit: { requests: 1, retryAfter: 0 } });
  const again = await createPhpPortal({ url: next.url, everyMs: 0, retryDelayMs: 1 }).signIn(client);
  const whole = await compareAnswers(shop.deps, { against: portal.url, sample: null, ask: again });
  expect(whole).toMatchObject({ asked: 4, findings: 0, interruption: null });
  expect(whole.deliberate).toEqual({ next_check: 4 });
  // Two keys, and one answer that the limit was reached.
  expect(next.asked).toBe(3);
  expect(await compare(next, 2)).toMatchObject({ asked: 2, findings: 0 });
});

it('The command prints what differs, exits with 1 for a finding, and says what is wrong with the client', async () => {
  const licence = await buyInBoth();
  const portal = await start([{ ...licence, validUntil: addDays(licence.validUntil, 90) }]);
  const { appKeys, privateKeys } = shop.portal.config;
  const base64 = (key: Buffer | undefined) => `base64:${key?.toString('base64')}`;
  const environment = settings({
    ...{ APP_KEY: base64(appKeys[0]), PRIVATE_KEY: base64(privateKeys[0]) },
    COMPARE_CLIENT_SECRET: `${client.secret}\n`,
  });
  const command = ['import:compare', '--against', portal.url, '--client-id', client.id];
  const [found, refused, unset] = await Promise.all([
    run(command, { environment }),
    run(command, { environment: { ...environment, COMPARE_CLIENT_SECRET: 'wrong' } }),
    run(command, { environment: { ...environment, COMPARE_CLIENT_SECRET: '' } }),
  ]);
  expect(found).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`licence ${licence.licenceId}: there 200 until `),
    stdout: expect.stringContaining(`1 difference to look into, of the licences ${licence.licenceId}.`),
  });
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('refuses the client') });
  expect(unset).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('COMPARE_CLIENT_SECRET is missing'),
  });
});
