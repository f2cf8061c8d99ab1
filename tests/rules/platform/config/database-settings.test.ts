/**
 * Tests that the database's URL is parsed strictly: the portal either connects where the operator intended or refuses
 * to start.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConfigError, readDatabaseConfig } from '#server/config/config.ts';
import { databaseAddressOf, writeDatabaseUrl } from '#server/platform/database/address.ts';
import { openDatabase } from '#server/platform/database/connection.ts';
import { makeAuthority } from '#tests/support/certificates.ts';

type Settings = Record<string, string | undefined>;
const addressOf = (settings: Settings) => readDatabaseConfig(settings).address;
const atUrl = (url: string) => addressOf({ DATABASE_URL: url });

function problemsOf(settings: Settings): readonly string[] {
  try {
    readDatabaseConfig(settings);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

const parts = { DB_HOST: 'db', DB_DATABASE: 'portal', DB_USERNAME: 'me' };

describe('DATABASE_URL', () => {
  test.each([
    ['mysql://me:secret@db/portal', { host: 'db', port: 3306, user: 'me', password: 'secret' }],
    ['mariadb://me:secret@db:3307/portal', { host: 'db', port: 3307 }],
    ['mysql://me@10.0.0.7/portal', { host: '10.0.0.7', password: '' }],
    ['mysql://me:@db.example.com/portal', { host: 'db.example.com', password: '' }],
    ['mysql://me:x@[2001:db8::7]:3306/portal', { host: '2001:db8::7', port: 3306 }],
    ['mysql://me:x@my_db-1/portal', { host: 'my_db-1' }],
    ['mysql://me:p%40ss%2Fw%23rd%25%3F%3A%20@db/portal', { password: 'p@ss/w#rd%?: ' }],
    ['mysql://m%40e:x@db/my%20portal', { user: 'm@e', database: 'my portal' }],
    ['mysql://me:pa:ss^"{}<>|`\\&=+$!*é@db/portal', { password: 'pa:ss^"{}<>|`\\&=+$!*é' }],
    [' mysql://me:x@db/portal\n', { host: 'db' }],
  ])('%j is parsed into its parts', (url, expected) => {
    expect(atUrl(url)).toMatchObject({ database: 'portal', ...expected });
  });

  test('round-trips any user, password and database, and Sequelize receives the same values', () => {
    const text = fc.string({ minLength: 1, unit: 'grapheme' });
    fc.assert(
      fc.property(text, fc.string({ unit: 'grapheme' }), text, (user, password, database) => {
        const url = writeDatabaseUrl({ host: 'db.example', port: 3306, user, password, database });
        const read = atUrl(url);
        expect(read).toMatchObject({ host: 'db.example', port: 3306, user, password, database });
        const { config } = openDatabase({ url });
        expect(config).toMatchObject({ host: 'db.example', username: user, database });
        expect(config.password ?? '').toBe(password);
      }),
    );
  });

  test.each([
    ['a raw %', 'mysql://portal:S3cr%et@127.0.0.1:3306/portal'],
    ['a raw % that forms an invalid escape', 'mysql://portal:S3cr%e1t@127.0.0.1:3306/portal'],
    ['a raw #', 'mysql://portal:S3cr#et@127.0.0.1:3306/portal'],
    ['a raw # after digits', 'mysql://portal:33#S3cret@127.0.0.1/portal'],
    ['a raw @', 'mysql://portal:S3cr@et@127.0.0.1:3306/portal'],
    ['a raw @ before a host name', 'mysql://portal:S3cr@et.example/x@127.0.0.1:3306/portal'],
    ['a raw /', 'mysql://portal:S3cr/et@127.0.0.1:3306/portal'],
    ['a raw / after digits', 'mysql://portal:33/S3cret@127.0.0.1:3306/portal'],
    ['a raw ?', 'mysql://portal:S3cr?et@127.0.0.1:3306/portal'],
    ['a raw ? and =', 'mysql://portal:33/S3cr?et=1@127.0.0.1:3306/portal'],
    ['a raw space', 'mysql://portal:S3cr et@127.0.0.1:3306/portal'],
    ['a line break', 'mysql://portal:S3cr\net@127.0.0.1:3306/portal'],
    ['no host', 'mysql://portal:S3cret:3306/portal'],
    ['a bare word', 'S3cret'],
    ['an invalid host name', 'mysql://portal:x@S3cret!/portal'],
    ['a number as the host', 'mysql://portal:x@3306/portal'],
    ['a port out of range', 'mysql://portal:S3cret@db:99999/portal'],
    ['no user', 'mysql://S3cret/portal'],
    ['another kind of database', 'postgres://portal:S3cret@db/portal'],
  ])("with %s is rejected with one error that doesn't reveal the value", (_what, url) => {
    const problems = problemsOf({ DATABASE_URL: url });
    expect(problems).toEqual([expect.stringMatching(/^DATABASE_URL (must|contains|has) /)]);
    expect(problems.join()).not.toMatch(/S3c|et\b/);
    expect(() => openDatabase({ url })).toThrow(/^The database address (?!.*S3c)/);
  });

  test('must name a database, except for a tool that needs only the server', () => {
    expect(problemsOf({ DATABASE_URL: 'mysql://portal:x@db' })).toEqual([
      expect.stringMatching(/^DATABASE_URL must name a database /),
    ]);
    expect(databaseAddressOf('mysql://portal:x@db').database).toBe('');
  });

  test('with an unencoded # is rejected with the percent-encodings to use', () => {
    expect(problemsOf({ DATABASE_URL: 'mysql://portal:p#ss@127.0.0.1:3306/portal' })[0]).toMatch(
      /% as %25, # as %23, @ as %40, \/ as %2F/,
    );
  });

  test.each([
    'charset=latin1',
    'multipleStatements=true',
    'timezone=local',
    'flags=-FOUND_ROWS',
    'socketPath=/tmp/x',
    'ssl-mode=REQUIRED&connectTimeout=0',
    'host=elsewhere',
    'ssl-key=/tmp/key',
    'constructor=1',
    'hunter2',
  ])(
    'with the option %s is rejected, without repeating an option that may be part of a password',
    (option) => {
      expect(problemsOf({ DATABASE_URL: `mysql://portal:x@db/portal?${option}` })).toEqual([
        'DATABASE_URL has an unknown option; the known options are ssl-mode (DISABLED, REQUIRED, VERIFY_CA or VERIFY_IDENTITY) and ssl-ca (a file)',
      ]);
    },
  );

  test('with the option __proto__ is rejected', () => {
    expect(problemsOf({ DATABASE_URL: 'mysql://portal:x@db/portal?__proto__=1' })).toHaveLength(1);
  });
});

describe('TLS for the database', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'portal-ca-'));
    writeFileSync(join(folder, 'ca.pem'), `# ours\n${makeAuthority().certificate}`);
    writeFileSync(join(folder, 'empty.pem'), '');
    writeFileSync(
      join(folder, 'broken.pem'),
      '-----BEGIN CERTIFICATE-----\nSGVsbG8=\n-----END CERTIFICATE-----\n',
    );
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string) => join(folder, name);

  test.each([
    ['', null],
    ['ssl-mode=DISABLED', null],
    ['sslmode=disable', null],
    ['ssl=false', null],
    ['ssl=0', null],
    ['ssl-mode=REQUIRED', 'encrypt'],
    ['sslMode=REQUIRED', 'encrypt'],
    ['sslmode=require', 'encrypt'],
    ['ssl={"rejectUnauthorized":false}', 'encrypt'],
    ['ssl-mode=VERIFY_CA', 'ca'],
    ['sslmode=verify-ca', 'ca'],
    ['ssl={"rejectUnauthorized":true}', 'ca'],
    ['ssl=%7B%22rejectUnauthorized%22%3Atrue%7D', 'ca'],
    ['ssl_mode=verify_identity', 'host'],
    ['sslmode=verify-full', 'host'],
    ['ssl=true', 'host'],
    ['ssl={"rejectUnauthorized":true,"verifyIdentity":true}', 'host'],
  ])('is configured by ?%s', (query, verify) => {
    const { tls } = atUrl(`mysql://portal:x@db/portal?${query}`);
    expect(tls).toEqual(verify === null ? null : { verify, ca: null });
  });

  test.each([
    ['DISABLED', null],
    ['required', 'encrypt'],
    ['VERIFY_CA', 'ca'],
    ['VERIFY_IDENTITY', 'host'],
  ])('is configured by DB_SSL_MODE=%s, with separate settings and with a URL', (mode, verify) => {
    const expected = verify === null ? null : { verify, ca: null };
    expect(addressOf({ ...parts, DB_SSL_MODE: mode }).tls).toEqual(expected);
    expect(addressOf({ DATABASE_URL: 'mysql://me@db/portal', DB_SSL_MODE: mode }).tls).toEqual(expected);
  });

  test('verifies against a CA file, by default with the host name', () => {
    const { tls } = addressOf({ ...parts, DB_SSL_CA: file('ca.pem') });
    expect(tls).toEqual({ verify: 'host', ca: expect.stringMatching(/^-----BEGIN CERTIFICATE-----/) });
    expect(addressOf({ ...parts, DB_SSL_CA: file('ca.pem'), DB_SSL_MODE: 'REQUIRED' }).tls?.verify).toBe(
      'ca',
    );
    expect(atUrl(`mysql://me@db/portal?ssl-mode=VERIFY_CA&ssl-ca=${file('ca.pem')}`).tls?.verify).toBe('ca');
  });

  test.each([
    [{ DB_SSL_MODE: 'maybe' }, /^DB_SSL_MODE must be DISABLED, REQUIRED/],
    [{ DB_SSL_MODE: 'PREFERRED' }, /^DB_SSL_MODE may not be PREFERRED/],
    [{ DB_SSL_CA: '/nowhere/ca.pem' }, /^DB_SSL_CA names a CA file that cannot be read \(ENOENT\)/],
    [{ DB_SSL_CA: '/' }, /^DB_SSL_CA names a CA file that cannot be read \(EISDIR\)/],
  ])('rejects %j', (settings, sentence) => {
    expect(problemsOf({ ...parts, ...settings })).toEqual([expect.stringMatching(sentence)]);
  });

  test.each([
    ['empty.pem', /contains no certificate/],
    ['broken.pem', /an invalid certificate/],
  ])('rejects %s as a CA file and names only the setting', (name, sentence) => {
    expect(problemsOf({ ...parts, DB_SSL_CA: file(name) })).toEqual([expect.stringMatching(sentence)]);
    // The problem names only the setting that contained the file's path.
    const url = `mysql://portal:x@db/portal?ssl-ca=${encodeURIComponent(file(name))}`;
    expect(problemsOf({ DATABASE_URL: url })).toEqual([
      expect.stringMatching(/^DATABASE_URL has an option ssl-ca that names a file /),
    ]);
  });

  test.each([
    ['?ssl-mode=preferred', {}, /may not be PREFERRED/],
    ['?ssl=Amazon%20RDS', {}, /must be DISABLED/],
    ['?ssl={"rejectUnauthorized":"yes"}', {}, /^DATABASE_URL has an option ssl that must be true, false or/],
    ['?ssl={"key":"S3cret"}', {}, /^DATABASE_URL has an option ssl that must be true, false or/],
    ['?ssl-mode=REQUIRED&sslmode=require', {}, /sets the TLS mode twice/],
    ['?ssl-mode=REQUIRED', { DB_SSL_MODE: 'DISABLED' }, /contradicts the TLS options/],
    ['?ssl-ca=a.pem', { DB_SSL_CA: 'b.pem' }, /names a different file/],
    ['?ssl-mode=DISABLED', { DB_SSL_CA: 'b.pem' }, /turns TLS off/],
  ])('rejects contradictory or invalid settings: %s with %j', (query, settings, sentence) => {
    const problems = problemsOf({ DATABASE_URL: `mysql://me:x@db/portal${query}`, ...settings });
    expect(problems).toEqual([expect.stringMatching(sentence)]);
    expect(problems.join()).not.toContain('S3cret');
  });
});

describe('Separate database settings', () => {
  test('are used without decoding', () => {
    const password = 'p@ss/w%23#rd:?é "\\';
    expect(addressOf({ ...parts, DB_PASSWORD: password, DB_PORT: '3307' })).toEqual({
      ...{ host: 'db', port: 3307, user: 'me', password, database: 'portal', tls: null },
    });
    expect(addressOf({ ...parts, DB_HOST: '[::1]' }).host).toBe('::1');
  });

  test.each(['db:3306', 'mysql://db', 'db/portal', 'me@db', '/run/mysqld.sock', 'a b', '-x', '1234'])(
    'reject DB_HOST=%s',
    (host) => {
      expect(problemsOf({ ...parts, DB_HOST: host })).toEqual([expect.stringMatching(/^DB_HOST must be /)]);
    },
  );

  test('are reported when incomplete or invalid', () => {
    expect(problemsOf({ DB_HOST: 'db' })).toEqual([
      'DATABASE_URL is missing (or DB_HOST, DB_DATABASE and DB_USERNAME)',
    ]);
    expect(problemsOf({ ...parts, DB_PORT: '99999', DB_SSL_MODE: 'x' })).toHaveLength(2);
  });
});

describe('A database URL passed to a tool', () => {
  test("is parsed the same way, with an error that doesn't contain its value", () => {
    expect(() => databaseAddressOf('mysql://root:S3cr%et@127.0.0.1:3306/')).toThrow(
      expect.not.objectContaining({ stack: expect.stringContaining('S3cr') }),
    );
  });
});
