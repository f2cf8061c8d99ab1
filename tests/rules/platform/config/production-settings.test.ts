/** Tests settings that production refuses although they can be parsed. No message may repeat a setting's value. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig, settingNames } from '#server/config/config.ts';
import { completeSettings } from '#tests/support/config/complete-settings.ts';

const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength });
const paddle = rsa(2048);
const pemOf = (key: KeyObject, type: 'spki' | 'pkcs1' | 'pkcs8' = 'spki'): string =>
  key.export({ type: type as 'spki', format: 'pem' }).toString();
const pem = pemOf(paddle.publicKey);
const bare = pem.replaceAll(/-----[A-Z ]+-----|\s/g, '');
const production = { ...completeSettings, PADDLE_PUBLIC_KEY: pem };

function problemsOf(settings: Record<string, string>): readonly string[] {
  try {
    readConfig({ ...production, ...settings });
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe("Paddle's public key", () => {
  test.each([
    ['PEM', pem],
    ['PEM with literal line breaks', pem.replaceAll('\n', '\\n')],
    ['PEM with CRLF', pem.replaceAll('\n', '\r\n')],
    ['PEM on one line', pem.replaceAll('\n', ' ')],
    ['PEM in quotes', `"${pem.replaceAll('\n', '\\n')}"`],
    ['indented PEM', pem.replaceAll('\n', '\n   ')],
    ['the bare body', bare],
    ['base64 of a PEM', Buffer.from(pem).toString('base64')],
    ['an RSA PUBLIC KEY', pemOf(paddle.publicKey, 'pkcs1')],
  ])('is accepted as %s', (_form, text) => {
    expect(problemsOf({ PADDLE_PUBLIC_KEY: text })).toEqual([]);
  });

  test.each([
    ['nothing', '', 'is missing'],
    ['garbage', 'hunter2', 'is not '],
    ['a body cut off', bare.slice(0, 100), 'is not a public key'],
    ['a private key', pemOf(paddle.privateKey, 'pkcs8'), 'is a PRIVATE KEY'],
    [
      'the body of a private key',
      pemOf(paddle.privateKey, 'pkcs8').replaceAll(/-----[A-Z ]+-----|\s/g, ''),
      'is not a public key',
    ],
    ['an RSA PRIVATE KEY', pemOf(paddle.privateKey, 'pkcs1'), 'is a RSA PRIVATE KEY'],
    [
      'a key of another kind',
      pemOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey),
      'is an EC key; Paddle’s are RSA',
    ],
    ['an Ed25519 key', pemOf(generateKeyPairSync('ed25519').publicKey), 'is an Ed25519 key'],
    ['a short one', pemOf(rsa(512).publicKey), 'has only 512 bits'],
    ['a certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', 'is a CERTIFICATE'],
  ])('is rejected as %s, without its content in the error', (_form, text, reason) => {
    const problems = problemsOf({ PADDLE_PUBLIC_KEY: text });
    expect(problems).toEqual([expect.stringContaining(`PADDLE_PUBLIC_KEY ${reason}`)]);
    if (text.length > 20) expect(problems.join()).not.toContain(text.slice(40, 60));
  });
});

describe('URLs and mail in production', () => {
  const asked = ['PADDLE_VENDORS_URL', 'PADDLE_CHECKOUT_URL', 'BREACHED_PASSWORDS_URL'];

  test.each(['APP_URL', ...asked])('%s must use https, except on the local machine', (name) => {
    for (const plain of [
      'http://elsewhere.example',
      'http://10.0.0.1',
      'http://localhost.evil.example',
      'http://127.evil.example',
    ])
      expect(problemsOf({ [name]: plain })).toEqual([`${name} must be an https address in production`]);
    for (const fine of [
      'https://elsewhere.example',
      'http://localhost:4010',
      'http://127.0.0.1:4010',
      'http://[::1]:4010',
    ])
      expect(problemsOf({ [name]: fine })).toEqual([]);
  });

  test.each([
    ['development', 'development (as in the demo)'],
    ['test', 'tests'],
    ['', 'the default'],
  ])('are not restricted when NODE_ENV is “%s”: %s', (environment) => {
    const http = Object.fromEntries(['APP_URL', ...asked].map((name) => [name, 'http://elsewhere.example']));
    const mail = { MAIL_ENCRYPTION: 'none', MAIL_USERNAME: 'portal', MAIL_PASSWORD: 'secret' };
    const others = { DEV_CLIENT: 'true', CLOCK_URL: 'http://elsewhere.example', PADDLE_PUBLIC_KEY: 'x' };
    expect(problemsOf({ NODE_ENV: environment, ...http, ...mail, ...others })).toEqual([]);
  });

  test('report all problems at once', () => {
    const all = Object.fromEntries(asked.map((name) => [name, 'http://elsewhere.example']));
    expect(problemsOf({ ...all, PADDLE_PUBLIC_KEY: 'x', DB_SSL_MODE: 'x' })).toHaveLength(asked.length + 2);
  });

  test('require encryption when a remote mail server gets a password', () => {
    const login = { MAIL_USERNAME: 'portal', MAIL_PASSWORD: 'secret' };
    expect(problemsOf({ MAIL_ENCRYPTION: 'none', ...login })).toEqual([
      expect.stringMatching(/^MAIL_ENCRYPTION must not be none /),
    ]);
    expect(problemsOf({ MAIL_ENCRYPTION: 'none' })).toEqual([]);
    expect(problemsOf({ MAIL_ENCRYPTION: 'none', MAIL_HOST: '127.0.0.1', ...login })).toEqual([]);
    expect(problemsOf(login)).toEqual([]);
  });
});

describe('An invalid value', () => {
  const secret = 'S3cret-0f-an-0perator';

  test.each(settingNames)('of %s is never repeated in the error', (name) => {
    for (const value of [
      secret,
      `http://${secret}`,
      `https://u:${secret}@x y`,
      `${secret},${secret}`,
      `"${secret}"`,
    ]) {
      expect(
        problemsOf({ [name]: value, LOGIN_PROVIDERS: name === 'LOGIN_PROVIDERS' ? value : 'github' }).join(
          '\n',
        ),
      ).not.toContain('S3cret');
    }
  });
});
