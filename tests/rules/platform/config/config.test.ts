import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '#server/config/config.ts';
import { completeSettings, keySetting } from '#tests/support/config/complete-settings.ts';

const { NODE_ENV: _, ...required } = completeSettings;
/** Complete settings. NODE_ENV is missing, and APP_URL ends with a slash. */
const complete = { ...required, APP_URL: 'https://customers.example.test/' };

function problemsOf(environment: Record<string, string | undefined>): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('Complete settings', () => {
  it('are typed, frozen and completed with defaults', () => {
    const config = readConfig(complete);
    expect(config).toMatchObject({
      appUrl: 'https://customers.example.test',
      port: 3000,
      licences: { graceDays: 7, nextCheckAfterDays: 1 },
      fallbackCountry: 'US',
      paddle: { vendorId: 1234, vendorsUrl: 'https://vendors.paddle.com/api/2.0' },
      clockUrl: null,
    });
    expect(config.appKeys).toEqual([Buffer.alloc(32, 'a')]);
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('keep previous keys after the current one', () => {
    const config = readConfig({
      ...complete,
      PRIVATE_KEY_PREVIOUS: `${keySetting('c')}, ${keySetting('d')}`,
    });
    expect(config.privateKeys).toEqual(['b', 'c', 'd'].map((fill) => Buffer.alloc(32, fill)));
  });

  it("select Paddle's sandbox or a custom URL", () => {
    expect(readConfig({ ...complete, PADDLE_SANDBOX: 'true' }).paddle.checkoutUrl).toBe(
      'https://sandbox-checkout.paddle.com/api/2.0',
    );
    expect(
      readConfig({ ...complete, PADDLE_VENDORS_URL: 'http://127.0.0.1:9/api/2.0' }).paddle.vendorsUrl,
    ).toBe('http://127.0.0.1:9/api/2.0');
  });

  it('accept proxies as a number or as addresses, but not as true', () => {
    expect(readConfig({ ...complete, TRUST_PROXY: '2' }).trustProxy).toBe(2);
    expect(readConfig({ ...complete, TRUST_PROXY: 'loopback, 10.0.0.0/8' }).trustProxy).toBe(
      'loopback, 10.0.0.0/8',
    );
    expect(problemsOf({ ...complete, TRUST_PROXY: 'true' })).toEqual([
      expect.stringMatching(/^TRUST_PROXY must be/),
    ]);
  });
});

describe('Invalid settings', () => {
  it('are reported all at once', () => {
    const problems = problemsOf({});
    for (const name of [
      'APP_URL',
      'APP_KEY',
      'PRIVATE_KEY',
      'PADDLE_VENDOR_ID',
      'MAIL_HOST',
      'SUPPORT_EMAIL',
      'DATABASE_URL',
    ]) {
      expect(problems).toContainEqual(expect.stringMatching(new RegExp(`^${name} is missing`)));
    }
  });

  it('with an empty value are reported as missing', () => {
    expect(problemsOf({ ...complete, PADDLE_VENDOR_AUTH_CODE: '' })).toEqual([
      'PADDLE_VENDOR_AUTH_CODE is missing',
    ]);
  });

  it('are reported without their values', () => {
    const error = new ConfigError(
      problemsOf({ ...complete, APP_KEY: 'hunter2', DATABASE_URL: 'mssql://hunter2' }),
    );
    expect(error.message).toContain('APP_KEY must be "base64:"');
    expect(error.message).not.toContain('hunter2');
  });

  it.each([
    ['LICENCE_GRACE_DAYS', 'seven'],
    ['LICENCE_GRACE_DAYS', '-1'],
    ['NEXT_CHECK_AFTER_DAYS', '2'],
    ['PORT', '70000'],
    ['FALLBACK_COUNTRY', 'usa'],
    ['APP_URL', 'ftp://example.test'],
    ['APP_KEY', keySetting('a').slice(0, -4)],
    ['PADDLE_SANDBOX', 'maybe'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', 'yes'],
    ['TRUST_PROXY', '10.0.0.0/99'],
    ['TRUST_PROXY', 'loopback,'],
    ['APP_URL', 'https://customers.example.test/portal'],
    ['APP_URL', 'https://customers.example.test/?x=1'],
    ['APP_KEY', complete.PRIVATE_KEY],
    ['TRUST_PROXY', '0.0.0.0/1,128.0.0.0/1'],
    ['EXCHANGE_RATES', 'USD 2026-11-01 EUR=1,08'],
    ['COUNTRY_HEADER', 'Cookie'],
    ['COUNTRY_HEADER', 'authorization'],
    ['COUNTRY_HEADER', 'Host'],
  ])('are rejected: %s=%s', (name, value) => {
    expect(problemsOf({ ...complete, [name]: value })).toEqual([
      expect.stringMatching(new RegExp(`^${name} `)),
    ]);
  });
});

describe('The error for an invalid setting', () => {
  it.each([
    ['PORT', '70000', 'a whole number from 0 to 65535'],
    [
      'PORT',
      'web',
      'a whole number from 0 to 65535, or fd: followed by the number of an open socket, such as fd:3',
    ],
    ['MAIL_PORT', '0', 'a whole number from 1 to 65535'],
    ['LICENCE_GRACE_DAYS', 'seven', 'a whole number from 0 to 60'],
    ['LICENCE_GRACE_DAYS', '-1.5', 'a whole number from 0 to 60'],
    ['DB_POOL_SIZE', '501', 'a whole number from 1 to 500'],
    ['FALLBACK_COUNTRY', 'usa', 'two capital letters, such as FR'],
    ['MAIL_ENCRYPTION', 'ssl', 'tls, starttls or none'],
    ['LOG_LEVEL', 'loud', 'fatal, error, warn, info, debug, trace or silent'],
    ['PADDLE_SANDBOX', 'maybe', 'true or false'],
  ])('states the allowed values for %s=%s', (name, value, sentence) => {
    expect(problemsOf({ ...complete, [name]: value })).toEqual([`${name} must be ${sentence}`]);
  });
});

describe('Production settings', () => {
  const production = { ...complete, NODE_ENV: 'production' };

  it('are accepted when complete', () => expect(readConfig(production).production).toBe(true));

  it('reject CLOCK_URL', () => {
    expect(problemsOf({ ...production, CLOCK_URL: 'http://127.0.0.1:1/clock' })).toEqual([
      expect.stringMatching(/^CLOCK_URL is only for the demo/),
    ]);
  });

  it('require https for APP_URL except on localhost', () => {
    expect(problemsOf({ ...production, APP_URL: 'http://customers.example.test' })).toHaveLength(1);
    expect(problemsOf({ ...production, APP_URL: 'http://localhost.evil.example' })).toHaveLength(1);
    expect(problemsOf({ ...production, APP_URL: 'http://localhost:3000' })).toEqual([]);
  });

  it('require PADDLE_PUBLIC_KEY and reject DEV_CLIENT', () => {
    expect(problemsOf({ ...production, PADDLE_PUBLIC_KEY: '', DEV_CLIENT: 'true' })).toEqual([
      expect.stringMatching(/^DEV_CLIENT is only for dev/),
      'PADDLE_PUBLIC_KEY is missing',
    ]);
  });
});
