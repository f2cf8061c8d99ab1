/** Tests that contradictory settings are refused. The message names both settings and repeats neither value. */
import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig, readDatabaseConfig } from '#server/config/config.ts';

type Settings = Record<string, string | undefined>;

function problemsOf(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('DATABASE_URL next to separate settings', () => {
  const DATABASE_URL = 'mysql://me:s3cret@db.example:3307/portal';
  const agreeing = {
    ...{ DB_HOST: ' DB.example', DB_PORT: '3307', DB_DATABASE: 'portal' },
    ...{ DB_USERNAME: 'me', DB_PASSWORD: 's3cret' },
  };
  const problems = (settings: Settings) =>
    problemsOf(() => readDatabaseConfig({ DATABASE_URL, ...settings }));

  test('is accepted when all or some of them agree with it', () => {
    expect(problems(agreeing)).toEqual([]);
    for (const [name, value] of Object.entries(agreeing)) expect(problems({ [name]: value })).toEqual([]);
    expect(problems({ DB_HOST: '', DB_PASSWORD: '' })).toEqual([]);
    const port = problemsOf(() =>
      readDatabaseConfig({
        DATABASE_URL: 'mysql://me:x@[2001:db8::7]/portal',
        DB_PORT: '3306',
        DB_HOST: '[2001:DB8::7]',
      }),
    );
    expect(port).toEqual([]);
  });

  test.each([
    ['DB_HOST', 'other.example'],
    ['DB_PORT', '3306'],
    ['DB_DATABASE', 'Portal'],
    ['DB_USERNAME', 'root'],
    ['DB_PASSWORD', 'an0ther'],
  ])('is rejected when %s differs, without repeating either value', (name, value) => {
    const said = problems({ ...agreeing, [name]: value });
    expect(said).toEqual([
      `${name} contradicts DATABASE_URL: set either DATABASE_URL or the separate settings, not both`,
    ]);
    expect(said.join()).not.toContain('s3cret');
    expect(said.join()).not.toContain(value);
  });
});

describe('Other contradicting settings', () => {
  const key = (fill: number) => `base64:${Buffer.alloc(32, fill).toString('base64')}`;
  const complete: Settings = {
    ...{ APP_URL: 'http://127.0.0.1:3000', APP_KEY: key(1), PRIVATE_KEY: key(2) },
    ...{ DATABASE_URL: 'mysql://me:x@db/portal', PADDLE_VENDOR_ID: '1', PADDLE_VENDOR_AUTH_CODE: 'code' },
    ...{ MAIL_HOST: '127.0.0.1', MAIL_FROM_ADDRESS: 'portal@example.com', SUPPORT_EMAIL: 'help@example.com' },
    ...{ MONICA_BILLING_URL: 'https://monica.example', OFFICELIFE_BILLING_URL: 'https://officelife.example' },
  };
  const problems = (settings: Settings) => problemsOf(() => readConfig({ ...complete, ...settings }));
  const live = 'https://vendors.paddle.com/api/2.0';
  const sandbox = 'https://sandbox-vendors.paddle.com/api/2.0';
  const sandboxCheckout = 'https://sandbox-checkout.paddle.com/api/2.0';

  test.each<[string, Settings]>([
    ['only PADDLE_SANDBOX', { PADDLE_SANDBOX: 'true' }],
    ['PADDLE_SANDBOX with a sandbox URL', { PADDLE_SANDBOX: 'true', PADDLE_VENDORS_URL: sandbox }],
    [
      'PADDLE_SANDBOX with a local twin',
      { PADDLE_SANDBOX: 'true', PADDLE_VENDORS_URL: 'http://127.0.0.1:4000/api/2.0' },
    ],
    ['both sandbox URLs', { PADDLE_VENDORS_URL: sandbox, PADDLE_CHECKOUT_URL: sandboxCheckout }],
    ['a mail user name and password', { MAIL_USERNAME: 'me', MAIL_PASSWORD: 's3cret' }],
  ])('%s: accepted', (_what, settings) => {
    expect(problems(settings)).toEqual([]);
  });

  test.each<[string, Settings, string[]]>([
    [
      'PADDLE_SANDBOX with a live URL',
      { PADDLE_SANDBOX: 'true', PADDLE_VENDORS_URL: live },
      ['PADDLE_VENDORS_URL', 'PADDLE_SANDBOX'],
    ],
    [
      'a sandbox URL without PADDLE_SANDBOX',
      { PADDLE_SANDBOX: 'false', PADDLE_CHECKOUT_URL: sandboxCheckout },
      ['PADDLE_CHECKOUT_URL', 'PADDLE_SANDBOX'],
    ],
    ['only one sandbox URL', { PADDLE_VENDORS_URL: sandbox }, ['PADDLE_VENDORS_URL', 'PADDLE_SANDBOX']],
    ['a mail password without a user name', { MAIL_PASSWORD: 's3cret' }, ['MAIL_PASSWORD', 'MAIL_USERNAME']],
  ])('%s: rejected with the names of the settings and without their values', (_what, settings, names) => {
    const said = problems(settings);
    expect(said).toHaveLength(1);
    for (const name of names) expect(said[0]).toContain(name);
    expect(said[0]).not.toContain('s3cret');
    expect(said[0]).not.toContain('paddle.com');
  });
});
