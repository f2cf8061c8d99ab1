/** Tests the commands that change licences, payments and flags, run as an operator would run them. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { QueryTypes } from 'sequelize';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { buildDeps } from '#server/build-deps.ts';
import { readConfig } from '#server/config/config.ts';
import type { Deps } from '#server/deps.ts';
import { addDays, dayOf } from '#shared/dates.ts';
import { createdAlert, passthroughOf, paymentAlert } from '#tests/support/billing/alerts.ts';
import { keyOf } from '#tests/support/billing/licences.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { useCommandLine } from '#tests/support/portal/command-line.ts';
import { createSigner } from '#twin/alerts/signer.ts';

// Each command is a separate process, and a test runs several of them.
vi.setConfig({ testTimeout: 60_000 });

const database = useDatabase();
const { paddleKeys, settings, run, answerOf } = useCommandLine(database);
let deps: Deps;
let id: string;
const today = dayOf(new Date());
const orderId = '317366-1864142';
const why = ['--reason', 'A good reason'];

const select = <T extends object>(sql: string): Promise<T[]> =>
  database.db.query<T>(sql, { type: QueryTypes.SELECT });

let alerts = 0;
async function ingest(fields: Record<string, string>): Promise<void> {
  alerts += 1;
  const body = createSigner(paddleKeys.privateKey).sign({ alert_id: String(alerts), ...fields });
  const reading = deps.paddle.readAlert(Buffer.from(body));
  if (reading.status !== 'proven') throw new Error(reading.reason);
  expect(await deps.inbox.ingest(reading.alert)).toMatchObject({ result: 'applied' });
}

/** Creates a customer's licence. It was paid today for thirty days, with 9.00 US dollars. */
beforeEach(async () => {
  deps = buildDeps({
    config: readConfig(settings()),
    db: database.db,
    log: pino({ level: 'silent' }),
    clock: { now: () => new Date() },
  });
  await deps.plans.save({
    product: 'Monica',
    friendlyName: 'Monthly plan',
    description: '',
    planName: 'monica-monthly',
    paddlePlanId: 24_749,
    price: { minor: 900, currency: 'USD' },
    frequency: 'Monthly',
  });
  const userId = await addCustomer(database.db, { email: 'nora@example.test' });
  const fresh = {
    passthrough: passthroughOf(userId),
    event_time: `${today} 00:00:00`,
    next_bill_date: addDays(today, 30),
  };
  await ingest(createdAlert(fresh));
  await ingest(paymentAlert({ ...fresh, order_id: orderId }));
  const [licence] = await deps.licences.listForUser(userId);
  id = String(licence?.id);
});

const reasons = () =>
  select<{ type: string }>("SELECT type FROM billing_events WHERE source = 'administrator'");
const sentencesOf = (all: readonly { code: number | null; stdout: string; stderr: string }[]) =>
  all.map(({ code, stdout, stderr }) => [code, stdout, stderr]);

describe('licence:revoke and licence:reinstate', () => {
  test('end and restore a licence, with a warning that its subscription is still active at Paddle', async () => {
    expect(await run(['licence:revoke', id, ...why])).toEqual({
      code: 0,
      stderr: '',
      stdout: `Revoked licence ${id}. Its subscription is still active at Paddle. Cancel it there.\n`,
    });
    const read = await run(['licence:read'], { input: await keyOf(deps, Number(id)) });
    expect(read.stdout).toMatch(/status: +revoked\n/);
    expect(read.stdout).toMatch(/a ping returns: +410, revoked\n/);
    expect(await answerOf(['licence:reinstate', id, ...why])).toEqual({
      licence_id: Number(id),
      status: 'active',
      valid_until: addDays(today, 30),
      seats: 1,
      customer: expect.any(Number),
      product: 'Monica',
      plan: 24_749,
    });
    expect(await reasons()).toEqual([{ type: 'licence_revoked' }, { type: 'licence_reinstated' }]);
  });

  test('exit with 1 when there is nothing to change and 2 for wrong usage, and store nothing', async () => {
    const refusals = await Promise.all([
      run(['licence:revoke', '999999', ...why]),
      run(['licence:reinstate', id, ...why]),
    ]);
    expect(sentencesOf(refusals)).toEqual([
      [1, '', 'There is no licence 999999. To find the licence for a key, run licence:read.\n'],
      [1, '', `Licence ${id} is not revoked.\n`],
    ]);
    const wrong = await Promise.all([
      run(['licence:revoke', id]),
      run(['licence:revoke', id, '--reason', ' ']),
      run(['licence:revoke', 'nora', ...why]),
    ]);
    expect(wrong.map(({ code, stdout }) => [code, stdout])).toEqual(Array(3).fill([2, '']));
    expect(await reasons()).toEqual([]);
    await run(['licence:revoke', id, ...why]);
    expect(await run(['licence:revoke', id, ...why])).toMatchObject({
      code: 1,
      stderr: `Licence ${id} is already revoked.\n`,
    });
  });
});

describe('licence:extend', () => {
  test('extends a licence and prints the response and next check of a ping', async () => {
    const until = addDays(today, 60);
    expect(await run(['licence:extend', id, '--until', until, ...why])).toEqual({
      code: 0,
      stderr: '',
      stdout: `Licence ${id} works through at least ${until}. A ping returns 200, next check on ${addDays(until, 1)}.\n`,
    });
    expect(await answerOf(['licence:extend', id, '--until', addDays(until, 1), ...why])).toMatchObject({
      licence_id: Number(id),
      until: addDays(until, 1),
      valid_until: addDays(until, 1),
    });
  });

  test('exits with 1 for a past day, a day that is already covered and a revoked licence', async () => {
    const extend = (until: string) => run(['licence:extend', id, '--until', until, ...why]);
    const refusals = [await extend(addDays(today, -1)), await extend(addDays(today, 30))];
    await run(['licence:revoke', id, ...why]);
    refusals.push(await extend(addDays(today, 60)));
    expect(sentencesOf(refusals)).toEqual([
      [1, '', 'That day is in the past. --until is the last day the licence should work.\n'],
      [1, '', `Licence ${id} already works through ${addDays(today, 30)}. --until must be later.\n`],
      [1, '', `Licence ${id} is revoked. Run licence:reinstate first.\n`],
    ]);
  });
});

describe('licence:reissue', () => {
  test('prints a new key, and licence:read tells the old and new key apart while both work', async () => {
    const old = await keyOf(deps, Number(id));
    const answer = await answerOf(['licence:reissue', id, ...why]);
    expect(answer).toEqual({
      licence_id: Number(id),
      key: await keyOf(deps, Number(id)),
      old_keys_until: expect.any(String),
    });
    const days = (Date.parse(String(answer.old_keys_until)) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(6.99);
    expect(days).toBeLessThan(7.01);
    const [readOld, readNew] = await Promise.all([
      run(['licence:read'], { input: old }),
      run(['licence:read'], { input: String(answer.key) }),
    ]);
    expect(readOld.stdout).toMatch(
      /replaced, works until: +\d{4}-.*Z\n +a ping returns: +200, next check on/,
    );
    expect(readNew.stdout).not.toContain('replaced');
    expect(readNew.stdout).toMatch(/purchaser_email: +nora@example\.test\n/);
  });

  test('retires the old key immediately with --overlap-days 0', async () => {
    const old = await keyOf(deps, Number(id));
    const ended = await run(['licence:reissue', id, '--overlap-days', '0', ...why]);
    expect(ended.stdout).toMatch(
      /^Licence: +\d+\nNew key: +[A-Za-z0-9+/=]+\nOld key: +refused from now on\n$/,
    );
    expect((await run(['licence:read'], { input: old })).stdout).toMatch(
      /replaced since: .*\n +a ping returns: +404, the key was replaced\n/,
    );
  });

  test('exits with 2 for an invalid overlap and keeps the key', async () => {
    const old = await keyOf(deps, Number(id));
    const wrong = await Promise.all(
      ['-1', '366'].map((days) => run(['licence:reissue', id, `--overlap-days=${days}`, ...why])),
    );
    for (const ended of wrong) {
      expect(ended).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining('whole number from 0 to 365'),
      });
    }
    expect(await keyOf(deps, Number(id))).toBe(old);
  });
});

describe('flag:list and flag:resolve', () => {
  const reference = `dispute:${orderId}`;

  test('list a flag until it is resolved, and reject a second or unknown resolution', async () => {
    expect((await run(['flag:list'])).stdout).toBe('There are no flags to review.\n');
    await ingest({
      alert_name: 'payment_dispute_created',
      event_time: `${today} 00:00:01`,
      order_id: orderId,
      amount: '9',
      currency: 'USD',
      status: 'open',
      email: 'buyer@example.test',
    });
    const listed = await run(['flag:list']);
    expect(listed.stdout).toMatch(/^REFERENCE +KIND +RAISED +STATE +DETAIL\n/);
    expect(listed.stdout).toContain(`${reference}  dispute  ${today}  open   open, 9.00 USD`);
    expect(await answerOf(['flag:resolve', reference, '--reason', 'The bank found for us'])).toMatchObject({
      reference,
      kind: 'dispute',
      resolved_at: expect.any(String),
    });
    expect(await answerOf(['flag:list'])).toEqual({ flags: [] });
    expect(await answerOf(['flag:list', '--all'])).toMatchObject({
      flags: [{ reference, order_id: orderId, resolved_at: expect.any(String) }],
    });
    const refusals = await Promise.all([
      run(['flag:resolve', reference, ...why]),
      run(['flag:resolve', 'dispute:1', ...why]),
    ]);
    expect(sentencesOf(refusals)).toEqual([
      [1, '', `The flag ${reference} has already been resolved.\n`],
      [1, '', 'There is no flag dispute:1. Run flag:list to see the flags.\n'],
    ]);
  });
});

describe('payment:refund', () => {
  async function paddle(answer: object = { success: true, response: { refund_request_id: 12 } }) {
    const asked: Record<string, string>[] = [];
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      asked.push(Object.fromEntries(new URLSearchParams(body)));
      response.end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    const { port } = server.address() as AddressInfo;
    return { asked, environment: settings({ PADDLE_VENDORS_URL: `http://127.0.0.1:${port}/api/2.0` }) };
  }
  const refund = (...more: string[]) => ['payment:refund', orderId, ...more, ...why];

  test('requests a full or partial refund from Paddle, one at a time for each payment', async () => {
    const { asked, environment } = await paddle();
    const renewal = '317366-1900000';
    await ingest(
      paymentAlert({
        ...{ order_id: renewal, subscription_payment_id: '770012', initial_payment: '0' },
        ...{ event_time: `${today} 00:00:01`, next_bill_date: addDays(today, 60) },
      }),
    );
    expect(await run(refund(), { environment })).toEqual({
      code: 0,
      stderr: '',
      stdout: `Requested a refund of $9.00 for order ${orderId} from Paddle.\n`,
    });
    expect(await answerOf(['payment:refund', renewal, '--amount', '2.50', ...why], { environment })).toEqual({
      order_id: renewal,
      amount: { minor: 250, currency: 'USD' },
    });
    expect(sentencesOf([await run(refund(), { environment })])).toEqual([
      [1, '', `Another refund of order ${orderId} is in progress.\n`],
    ]);
    expect(asked).toMatchObject([
      { order_id: orderId, reason: 'A good reason' },
      { order_id: renewal, amount: '2.50' },
    ]);
    expect(asked[0]).not.toHaveProperty('amount');
  });

  test('exits with 1 for an unknown order, a wrong amount, and a refusal or timeout from Paddle', async () => {
    const { asked, environment } = await paddle();
    const refusing = await paddle({ success: false, error: { code: 121, message: 'Payment not found' } });
    const silent = settings({ PADDLE_VENDORS_URL: 'http://127.0.0.1:1/api/2.0' });
    const refusals = await Promise.all([
      run(['payment:refund', '1-1', ...why], { environment }),
      run(refund('--amount', '9.01'), { environment }),
      run(refund('--amount', '0'), { environment }),
      run(refund('--amount', '1.005'), { environment }),
      run(refund('--amount', 'half'), { environment }),
    ]);
    refusals.push(await run(refund(), { environment: refusing.environment }));
    // What Paddle has refused isn't open, so the payment may be refunded again.
    refusals.push(await run(refund(), { environment: silent }));
    const tooMuch = `The refund must be more than zero and at most $9.00, the amount of order ${orderId} not yet refunded.\n`;
    expect(sentencesOf(refusals)).toEqual([
      [1, '', 'There is no receipt for order 1-1.\n'],
      [1, '', tooMuch],
      [1, '', tooMuch],
      [1, '', '"1.005" is not an amount in USD. Write it as 5.00.\n'],
      [1, '', '"half" is not an amount in USD. Write it as 5.00.\n'],
      [1, '', expect.stringMatching(/^Paddle refused the refund: .*Payment not found.*\.\n$/)],
      [
        1,
        '',
        'Paddle did not respond, so the refund may or may not have been requested. It is not requested again: if Paddle reports it, the receipt shows it. Otherwise the payment can be refunded again after 14 days.\n',
      ],
    ]);
    expect(asked).toEqual([]);
  });
});
