/** Tests the operator commands on a real database, run as an operator would run them. */
import { createSign } from 'node:crypto';
import { QueryTypes } from 'sequelize';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { migrateUp } from '#db/migrate.ts';
import { openDatabase } from '#server/platform/database/connection.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { makeDatabase, useDatabase } from '#tests/support/database/database.ts';
import { useCommandLine } from '#tests/support/portal/command-line.ts';

// Each command is a separate process, and a test runs several of them.
vi.setConfig({ testTimeout: 60_000 });

const database = useDatabase();
const { paddleKeys, settings, run: portal, answerOf } = useCommandLine(database);

const select = <T extends object>(sql: string, replacements: unknown[] = []): Promise<T[]> =>
  database.db.query<T>(sql, { type: QueryTypes.SELECT, replacements });

const register = (email: string, isVerified: boolean) =>
  addCustomer(database.db, { name: 'Someone', email, isVerified });

const monthly = ['--product', 'Monica', '--friendly-name', 'Monthly plan', '--plan-name', 'monica-monthly'];
monthly.push('--description', 'Pay every month', '--paddle-id', '24749', '--frequency', 'Monthly');

describe('Exit codes and output of commands', () => {
  test('exits with 0 for --help and with 2 for wrong usage', async () => {
    const [help, nothing, unknown, missing, wrong] = await Promise.all([
      portal(['--help'], { environment: {} }),
      portal([], { environment: {} }),
      portal(['plan:remove'], { environment: {} }),
      portal(['client:create'], { environment: {} }),
      portal(['plan:add', ...monthly, '--price', '9', '--frequency', 'Daily'], { environment: {} }),
    ]);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const name of [
      'migrate',
      'key:generate',
      'client:rotate',
      'licence:grant',
      'licence:reissue',
      'payment:refund',
      'flag:list',
      'webhook:verify',
    ]) {
      expect(help.stdout).toContain(name);
    }
    expect(nothing).toMatchObject({ code: 2, stdout: '' });
    expect(unknown).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining("unknown command 'plan:remove'"),
    });
    expect(missing).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--name') });
    expect(wrong).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('Monthly, Annual') });
  });

  test('exits with 1 and lists every missing setting without standard output', async () => {
    const ended = await portal(['plan:list'], { environment: {} });
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    for (const name of [
      'APP_URL',
      'APP_KEY',
      'PRIVATE_KEY',
      'DATABASE_URL',
      'PADDLE_VENDOR_ID',
      'MAIL_HOST',
    ]) {
      expect(ended.stderr).toContain(`${name} is missing`);
    }
  });

  test('exits with 1 and one message without the password when the database is unreachable', async () => {
    const environment = { ...settings(), DATABASE_URL: 'mysql://portal:hunter2@127.0.0.1:1/portal' };
    const ended = await portal(['client:list', '--json'], { environment });
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(
      /^The database cannot be reached \(.*\)\. Check DATABASE_URL and that the database is running\.\n$/,
    );
    expect(ended.stderr).not.toContain('hunter2');
    expect(JSON.parse(ended.stdout)).toEqual({ refused: ended.stderr.trim() });
  });
});

describe('key:generate', () => {
  test('prints a new random key without needing any settings', async () => {
    const [first, second] = await Promise.all([
      portal(['key:generate'], { environment: {} }),
      portal(['key:generate', '--json'], { environment: {} }),
    ]);
    expect(first).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^base64:[A-Za-z0-9+/]{43}=\n$/),
    });
    const { key } = JSON.parse(second.stdout);
    expect(key).toMatch(/^base64:/);
    expect(key).not.toBe(first.stdout.trim());
  });
});

describe('migrate', () => {
  test('exits with 1 and changes nothing in a database with unrelated tables', async () => {
    const { url, drop } = await makeDatabase('foreign');
    const db = openDatabase({ url });
    try {
      await db.query('CREATE TABLE users (id INT PRIMARY KEY)');
      expect(await portal(['migrate'], { environment: { DATABASE_URL: url } })).toMatchObject({
        code: 1,
        stdout: '',
        stderr: 'This database contains tables of another application (users). Use an empty database.\n',
      });
      expect(await db.query('SHOW TABLES', { type: QueryTypes.SHOWTABLES })).toEqual(['users']);
    } finally {
      await db.close();
      await drop();
    }
  });

  test('sets up an empty schema with only DATABASE_URL, also when run concurrently or again', async () => {
    const { url, drop } = await makeDatabase('migrate');
    try {
      const environment = { DATABASE_URL: url };
      const unset = await portal(['client:list'], { environment: { ...settings(), DATABASE_URL: url } });
      expect(unset).toMatchObject({
        code: 1,
        stderr: 'The database schema is not set up. Run "portal migrate" first.\n',
      });

      const both = await Promise.all([
        portal(['migrate', '--json'], { environment }),
        portal(['migrate', '--json'], { environment }),
      ]);
      expect(both.map(({ code }) => code)).toEqual([0, 0]);
      // One of the commands reports that it is waiting, unless the other had already finished.
      for (const { stderr } of both) {
        expect(stderr).toMatch(/^(Another machine is migrating this database\. .* UTC\.\n)?$/);
      }
      const applied = both.map(({ stdout }) => JSON.parse(stdout).applied.length).sort();
      expect(applied[0]).toBe(0);
      expect(applied[1]).toBeGreaterThan(3);

      const again = await portal(['migrate'], { environment });
      expect(again).toMatchObject({
        code: 0,
        stdout: 'The schema is up to date.\n',
        stderr: '',
      });
      const db = openDatabase({ url });
      expect(await migrateUp(db)).toEqual([]);
      await db.close();
    } finally {
      await drop();
    }
  });
});

describe('plan:add and plan:list', () => {
  test('add a plan, update it by its Paddle id and list it', async () => {
    expect(await portal(['plan:list'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('no plans yet'),
    });
    expect(await answerOf(['plan:add', ...monthly, '--price', '9'])).toMatchObject({
      added: true,
      plan: { paddlePlanId: 24749, price: { minor: 900, currency: 'USD' }, frequency: 'Monthly' },
    });
    expect(await answerOf(['plan:add', ...monthly, '--price', '1200', '--currency', 'JPY'])).toMatchObject({
      added: false,
      plan: { price: { minor: 1200, currency: 'JPY' } },
    });
    // Pausing is off until it is allowed, and stays allowed when something else is updated.
    const pauses = async (...options: string[]) => {
      const { plan } = await answerOf(['plan:add', ...monthly, '--price', '9', ...options]);
      return plan;
    };
    expect(await pauses()).toMatchObject({ pauseAllowed: false });
    expect(await pauses('--pause-allowed')).toMatchObject({ pauseAllowed: true });
    expect(await pauses()).toMatchObject({ pauseAllowed: true });
    expect(await pauses('--no-pause-allowed')).toMatchObject({ pauseAllowed: false });
    const { plans } = await answerOf(['plan:list']);
    expect(plans).toEqual([expect.objectContaining({ paddlePlanId: 24749, friendlyName: 'Monthly plan' })]);
  });

  test('exit with 1 for an invalid price and store nothing', async () => {
    expect(await portal(['plan:add', ...monthly, '--price', 'nine'])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: '"nine" is not a price. Write it as 9 or 9.50.\n',
    });
    expect(await select('SELECT id FROM plans')).toEqual([]);
  });
});

describe('client:create, client:list, client:rotate, client:revoke', () => {
  test('create, rotate, list and revoke a client whose secrets are stored only as hashes', async () => {
    const { client_id: id, client_secret: secret } = await answerOf([
      'client:create',
      '--name',
      'Hosted',
      '--product',
      'Monica',
    ]);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    const rotated = await answerOf(['client:rotate', ` ${String(id).toUpperCase()}`]);
    expect(rotated).toMatchObject({ client_id: id, revoked_tokens: 0 });
    expect(rotated.client_secret).not.toBe(secret);
    const [row] = await select<{ secret_hash: string }>('SELECT * FROM instance_clients');
    expect(JSON.stringify(row)).not.toContain(String(secret));
    expect(JSON.stringify(row)).not.toContain(String(rotated.client_secret));

    expect(await answerOf(['client:list'])).toEqual({
      clients: [{ client_id: id, name: 'Hosted', product: 'Monica', revoked_at: null }],
    });
    expect(await answerOf(['client:revoke', String(id).toUpperCase()])).toEqual({
      client_id: id,
      revoked_tokens: 0,
    });
    const listed = await portal(['client:list']);
    expect(listed.stdout).toMatch(/Hosted +Monica +revoked \d{4}-\d{2}-\d{2}/);
    const [again, rotatedAgain] = await Promise.all([
      portal(['client:revoke', String(id)]),
      portal(['client:rotate', String(id)]),
    ]);
    for (const ended of [again, rotatedAgain]) {
      expect(ended).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringContaining('There is no active client'),
      });
    }
  });
});

describe('user:admin', () => {
  test('grants and revokes administrator rights, and rejects unknown and unconfirmed addresses', async () => {
    await register('ada@example.com', true);
    await register('eve@example.com', false);
    for (const changed of [true, false]) {
      expect(await answerOf(['user:admin', 'Ada@Example.com'])).toMatchObject({
        administrator: true,
        changed,
      });
    }
    const administrators = 'SELECT email FROM users WHERE instance_administrator = 1';
    expect(await select(administrators)).toEqual([{ email: 'ada@example.com' }]);
    expect(await portal(['user:admin', 'ada@example.com', '--revoke'])).toMatchObject({
      code: 0,
      stdout: 'ada@example.com is no longer an administrator.\n',
    });
    expect(await answerOf(['user:admin', 'ada@example.com', '--role', 'support'])).toMatchObject({
      ...{ administrator: true, role: 'support', changed: true },
    });
    const roles = 'SELECT administrator_role AS role FROM users WHERE administrator_role IS NOT NULL';
    expect(await select(roles)).toEqual([{ role: 'support' }]);
    expect(await portal(['user:admin', 'ada@example.com', '--role', 'king'])).toMatchObject({ code: 2 });
    expect(await portal(['user:admin', 'bob@example.com'])).toMatchObject({
      code: 1,
      stderr: 'There is no account for bob@example.com.\n',
    });
    expect(await portal(['user:admin', 'eve@example.com'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('not been confirmed'),
    });
    expect(await select('SELECT email FROM users WHERE instance_administrator = 1')).toEqual([]);
  });
});

describe('licence:grant and licence:read', () => {
  beforeEach(async () => {
    await register('ada@example.com', true);
    await database.db.query(
      `INSERT INTO plans (product, friendly_name, description, plan_name, plan_id_on_paddle, price_minor, price_currency, frequency, created_at, updated_at)
       VALUES ('Monica', 'Yearly plan', 'One year', 'monica-yearly', 1, 9000, 'USD', 'Annual', UTC_TIMESTAMP(), UTC_TIMESTAMP()),
              ('OfficeLife', 'Yearly plan', 'One year', 'officelife-yearly', 2, 1000, 'USD', 'Annual', UTC_TIMESTAMP(), UTC_TIMESTAMP())`,
    );
  });

  const grant = (plan: string, ...more: string[]) => [
    ...[
      'licence:grant',
      'ada@example.com',
      '--plan',
      plan,
      '--until',
      '2199-12-31',
      '--reason',
      'A friend of the house',
    ],
    ...more,
  ];

  test('store a granted licence with its reason, seats and one key', async () => {
    const granted = await answerOf(grant('2', '--seats', '12'));
    expect(granted).toMatchObject({
      email: 'ada@example.com',
      product: 'OfficeLife',
      seats: 12,
      until: '2199-12-31',
    });
    expect(
      await select(
        'SELECT l.id, l.status, l.quantity, l.valid_until_at FROM licences l JOIN licence_keys k ON k.licence_id = l.id',
      ),
    ).toEqual([{ id: granted.licence_id, status: 'granted', quantity: 12, valid_until_at: '2199-12-31' }]);
    const [event] = await select<{ payload: string }>(
      "SELECT payload FROM billing_events WHERE type = 'licence_granted'",
    );
    expect(JSON.parse(event?.payload ?? '')).toMatchObject({ reason: 'A friend of the house' });
  });

  test('reject unknown customers and plans, seats for Monica and past days, and store nothing', async () => {
    const refusals = await Promise.all([
      portal(['licence:grant', 'bob@example.com', '--plan', '1', '--until', '2199-12-31', '--reason', 'x']),
      portal(grant('3')),
      portal(grant('1', '--seats', '2')),
      portal(['licence:grant', 'ada@example.com', '--plan', '1', '--until', '2020-01-01', '--reason', 'x']),
    ]);
    expect(refusals.map(({ code, stderr }) => [code, stderr])).toEqual([
      [1, 'There is no account for bob@example.com.\n'],
      [1, 'There is no plan with the Paddle id 3. Run plan:list to see the plans.\n'],
      [1, 'The product of this plan is not sold per seat. Omit --seats.\n'],
      [1, 'That day is in the past. --until is the last day the licence works.\n'],
    ]);
    expect(await select('SELECT id FROM licences')).toEqual([]);
    expect(await select('SELECT id FROM billing_events')).toEqual([]);
    const until = await portal([
      'licence:grant',
      'ada@example.com',
      '--plan',
      '1',
      '--until',
      '2026-02-30',
      '--reason',
      'x',
    ]);
    expect(until).toMatchObject({ code: 2, stderr: expect.stringContaining('YYYY-MM-DD') });
  });

  test('reject a forged key and never print a key', async () => {
    const forged = Buffer.from(JSON.stringify({ iv: 'AAAA', value: 'AAAA', mac: '', tag: 'AAAA' })).toString(
      'base64',
    );
    const ended = await portal(['licence:read', '--json'], { input: forged });
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('forged or damaged') });
    expect(JSON.parse(ended.stdout)).toMatchObject({ contents: null, known: null });
    expect(ended.stdout + ended.stderr).not.toContain(forged);
    expect(await portal(['licence:read'])).toMatchObject({
      code: 1,
      stderr: 'Standard input contains no key.\n',
    });
  });
});

describe('webhook:verify', () => {
  const environment = () => ({ PADDLE_PUBLIC_KEY: settings().PADDLE_PUBLIC_KEY ?? '' });
  /** Two fields in PHP's serialization format, sorted by name. */
  const serialized = 'a:2:{s:8:"alert_id";s:1:"7";s:10:"alert_name";s:20:"subscription_created";}';
  const signature = createSign('sha1').update(serialized).sign(paddleKeys.privateKey, 'base64');
  const body = new URLSearchParams({
    alert_name: 'subscription_created',
    alert_id: '7',
    p_signature: signature,
  }).toString();

  test('exits with 0 for a genuine alert, with only the public key set and with a trailing line break', async () => {
    expect(await portal(['webhook:verify'], { input: body, environment: environment() })).toMatchObject({
      code: 0,
      stdout: 'The signature is valid (alert subscription_created).\n',
      stderr: '',
    });
    const withLineEnd = await portal(['webhook:verify', '--json'], {
      input: `${body}\r\n`,
      environment: environment(),
    });
    expect(JSON.parse(withLineEnd.stdout)).toEqual({ signed: true, alert: 'subscription_created' });
  });

  test('exits with 1 and the reason for an altered or unsigned alert and a missing key', async () => {
    const [altered, unsigned, unset] = await Promise.all([
      portal(['webhook:verify', '--json'], {
        input: body.replace('alert_id=7', 'alert_id=8'),
        environment: environment(),
      }),
      portal(['webhook:verify'], { input: 'alert_id=7', environment: environment() }),
      portal(['webhook:verify'], { input: body, environment: {} }),
    ]);
    expect(altered).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^The signature is not valid: the signature does not match/),
    });
    expect(JSON.parse(altered.stdout)).toMatchObject({ signed: false });
    expect(unsigned).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'The signature is not valid: p_signature is missing.\n',
    });
    expect(unset).toMatchObject({ code: 1, stderr: expect.stringContaining('PADDLE_PUBLIC_KEY is missing') });
  });
});
