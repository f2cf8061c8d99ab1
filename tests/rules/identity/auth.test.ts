/**
 * Tests the pure parts of sign-in: secrets, password hashes, cookies signed with an older key, and the input that
 * endpoints accept.
 */
import { createHmac, randomBytes, scryptSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { authSecrets } from '#server/features/identity/better-auth/auth-secrets.ts';
import { readInput } from '#server/features/identity/better-auth/endpoints.ts';
import { whereClause } from '#server/features/identity/better-auth/where-clause.ts';
import { hashOfPassword, isPasswordOf } from '#server/features/identity/passwords/password-hashes.ts';
import { reSignCookies } from '#server/features/identity/sessions/cookie-key-rotation.ts';

const keys = [1, 2, 3].map((byte) => Buffer.alloc(32, byte));
const [first, second] = keys as [Buffer, Buffer];

describe('Secrets', () => {
  test('differ from every application key and keep their version in any key order', () => {
    const secrets = authSecrets(keys);
    expect(new Set(secrets.map(({ value }) => value)).size).toBe(3);
    expect(new Set(secrets.map(({ version }) => version)).size).toBe(3);
    for (const [index, { value }] of secrets.entries()) {
      expect(value).toHaveLength(43);
      expect(Buffer.from(value, 'base64url').equals(keys[index] as Buffer)).toBe(false);
    }
    expect(authSecrets([second, first])).toEqual([secrets[1], secrets[0]]);
  });

  test("can't be derived without an application key", () => {
    expect(() => authSecrets([])).toThrow('application key');
  });
});

describe('Password hashes', () => {
  test('are salted and match only their own password', async () => {
    const [one, other] = await Promise.all([
      hashOfPassword('correct horse'),
      hashOfPassword('correct horse'),
    ]);
    expect(one).not.toBe(other);
    expect(one).not.toContain('correct horse');
    expect(await isPasswordOf({ hash: one, password: 'correct horse' })).toBe(true);
    expect(await isPasswordOf({ hash: one, password: 'correct horsf' })).toBe(false);
  });

  test('accept a scrypt hash made with N 16384, r 16, p 1', async () => {
    const salt = '000102030405060708090a0b0c0d0e0f';
    const cost = { N: 16_384, r: 16, p: 1, maxmem: 64 * 1024 * 1024 };
    const hash = `${salt}:${scryptSync('correct horse', salt, 64, cost).toString('hex')}`;
    expect(await isPasswordOf({ hash, password: 'correct horse' })).toBe(true);
  });

  // Generated in PHP with password_hash('secret from php!', PASSWORD_BCRYPT, ['cost' => 4])
  const fromPhp = '$2y$04$tuhqkYzLQ7N1kJS/wT8HJurH.xNpHUYPbJ508DXl8R1hYWNAcBPBG';

  test.each(['2y', '2a', '2b'])('accept a bcrypt hash ($%s$) from the PHP portal', async (letters) => {
    const hash = fromPhp.replace('2y', letters);
    expect(await isPasswordOf({ hash, password: 'secret from php!' })).toBe(true);
    expect(await isPasswordOf({ hash, password: 'Secret from php!' })).toBe(false);
  });
});

describe('Cookies signed with an older key', () => {
  const [current, older] = authSecrets([first, second]) as [
    ReturnType<typeof authSecrets>[0],
    ReturnType<typeof authSecrets>[0],
  ];
  const signed = (value: string, secret = current) =>
    encodeURIComponent(`${value}.${createHmac('sha256', secret.value).update(value).digest('base64')}`);

  test('are signed again with the current key, and the rest of the header is kept', () => {
    const header = `a=b; portal.session_token=${signed('abc', older)}; __Secure-portal.dont_remember=${signed('true', older)}; x.y=${signed('z', older)}`;
    expect(reSignCookies(header, 'portal', [current, older])).toBe(
      `a=b; portal.session_token=${signed('abc')}; __Secure-portal.dont_remember=${signed('true')}; x.y=${signed('z', older)}`,
    );
  });

  test('are left unchanged when their key is no longer configured', () => {
    const header = `portal.session_token=${signed('abc', older)}`;
    expect(reSignCookies(header, 'portal', [current])).toBe(header);
  });

  test('are never signed again when forged or malformed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 60 }), (text) => {
        for (const header of [
          text,
          `portal.session_token=${text}`,
          `portal.session_token=${encodeURIComponent(text)}`,
        ]) {
          expect(reSignCookies(header, 'portal', [current, older])).toBe(header);
        }
      }),
    );
  });
});

describe('The input of an auth endpoint', () => {
  const registration = {
    name: ' Ada ',
    email: ' ADA@Example.com ',
    password: 'correct horse',
    termsAccepted: true,
  };

  test('keeps only known fields, normalised', () => {
    expect(
      readInput('/sign-up/email', { ...registration, instanceAdministrator: true, callbackURL: '//x' }),
    ).toEqual({
      ok: true,
      body: {
        name: 'Ada',
        email: 'ada@example.com',
        password: 'correct horse',
        termsAccepted: true,
        locale: 'en',
      },
    });
    expect(readInput('/sign-out', { state: 'x' })).toEqual({ ok: true, body: {} });
  });

  test('keeps a password unchanged, including spaces', () => {
    const read = readInput('/sign-up/email', { ...registration, password: '  spaces around  ' });
    expect(read).toMatchObject({ ok: true, body: { password: '  spaces around  ' } });
  });

  test('is rejected without an exception for any body', () => {
    fc.assert(
      fc.property(fc.anything(), (body) => {
        expect(readInput('/reset-password', body).ok).toBe(false);
      }),
    );
  });
});

describe('Where clauses', () => {
  test('use a placeholder for each value and never contain a value', () => {
    const operator = fc.constantFrom(
      'eq',
      'ne',
      'lt',
      'lte',
      'gt',
      'gte',
      'contains',
      'starts_with',
      'ends_with',
      'in',
      'not_in',
    );
    const condition = fc.record({
      field: fc.constantFrom('email', 'name', 'odd`name$1'),
      operator,
      value: fc.string({ maxLength: 20 }).map((text) => `<${text}>`),
      connector: fc.constantFrom('AND', 'OR'),
      mode: fc.constantFrom('sensitive', 'insensitive'),
    });
    fc.assert(
      fc.property(fc.array(condition, { maxLength: 5 }), (where) => {
        const { sql, values } = whereClause(where as Parameters<typeof whereClause>[0]);
        expect(sql.replaceAll(/<>|<=?|>=?/g, '')).not.toMatch(/[<>]/);
        expect(sql.match(/\?/g) ?? []).toHaveLength(values.length);
        expect(sql === '').toBe(where.length === 0);
      }),
    );
  });

  test('random application keys give different secrets', () => {
    expect(authSecrets([randomBytes(32)])[0].value).not.toBe(authSecrets([randomBytes(32)])[0].value);
  });
});
