/** Tests that the database connection is encrypted as the settings require, and refused otherwise. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { QueryTypes } from 'sequelize';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DatabaseServer, startLocalServer } from '#scripts/local-server/local-server.ts';
import { readDatabaseConfig } from '#server/config/config.ts';
import { openDatabase, problemOfTls } from '#server/platform/database/connection.ts';
import { isDatabaseUnreachable } from '#server/platform/database/failure-kinds.ts';
import { startServer } from '#server/server.ts';
import { makeAuthority } from '#tests/support/certificates.ts';
import { testConfig } from '#tests/support/portal/instance-server.ts';

const project = fileURLToPath(new URL('../../../', import.meta.url));
let folder: string;
let ca: string;
let ofAnother: string;
/** Servers with a certificate for 127.0.0.1, with a certificate for "localhost", and without TLS. */
const servers: { address?: DatabaseServer; name?: DatabaseServer; none?: DatabaseServer } = {};

async function start(name: string, programArguments: readonly string[]): Promise<DatabaseServer> {
  const server = await startLocalServer({
    folder: join(folder, name),
    packagesFolder: join(project, '.data/packages'),
    templateFolder: join(project, '.data/templates'),
    keep: false,
    databases: ['portal'],
    programArguments,
    log: () => undefined,
  });
  await server.createDatabase('portal');
  return server;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portal-tls-'));
  const authority = makeAuthority();
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  ca = write('ca.pem', authority.certificate);
  ofAnother = write('other.pem', makeAuthority('Another authority').certificate);
  const withCertificate = (host: string) => {
    const { certificate, privateKey } = authority.signFor(host);
    mkdirSync(join(folder, `keys-${host}`));
    return [
      `--ssl-cert=${write(`keys-${host}/cert.pem`, certificate)}`,
      `--ssl-key=${write(`keys-${host}/key.pem`, privateKey)}`,
    ];
  };
  [servers.address, servers.name, servers.none] = await Promise.all([
    start('address', withCertificate('127.0.0.1')),
    start('name', withCertificate('localhost')),
    start('none', ['--skip-ssl']),
  ]);
});
afterAll(async () => {
  await Promise.all(Object.values(servers).map((server) => server.stop()));
  rmSync(folder, { recursive: true, force: true });
});

function urlOf(which: keyof typeof servers, query: string, host = '127.0.0.1'): string {
  const url = servers[which]?.url('portal') ?? '';
  return `${url.replace('@127.0.0.1:', `@${host}:`)}${query && `?${query}`}`;
}

/**
 * Returns the connection's cipher, which is empty if the connection isn't encrypted, or the reason why it was refused.
 */
async function cipherOf(url: string): Promise<string> {
  const db = openDatabase({ address: readDatabaseConfig({ DATABASE_URL: url }).address });
  try {
    const [row] = await db.query<{ Value: string }>("SHOW SESSION STATUS LIKE 'Ssl_cipher'", {
      type: QueryTypes.SELECT,
    });
    return row?.Value ?? 'no answer';
  } catch (error) {
    // A running portal would treat this error as an unreachable database.
    expect(isDatabaseUnreachable(error)).toBe(true);
    return `refused: ${problemOfTls(error)}`;
  } finally {
    await db.close();
  }
}

const encrypted = expect.stringMatching(/^(TLS|[A-Z0-9]+-)/);

describe('The database connection', () => {
  test.each([
    ['', ''],
    ['ssl-mode=DISABLED', ''],
    ['ssl-mode=REQUIRED', encrypted],
    ['sslmode=require', encrypted],
    ['ssl={"rejectUnauthorized":false}', encrypted],
    // Refused, because the server's certificate is signed by an unknown authority.
    ['ssl=true', expect.stringMatching(/^refused: .*certificate/)],
    ['ssl={"rejectUnauthorized":true}', expect.stringMatching(/^refused: .*certificate/)],
  ])('is encrypted, unencrypted or refused according to ?%s', async (query, expected) => {
    expect(await cipherOf(urlOf('address', query))).toEqual(expected);
  });

  test('trusts only the configured certificate authority', async () => {
    for (const mode of ['VERIFY_CA', 'VERIFY_IDENTITY', 'REQUIRED']) {
      expect(await cipherOf(urlOf('address', `ssl-mode=${mode}&ssl-ca=${ca}`))).toEqual(encrypted);
      expect(await cipherOf(urlOf('address', `ssl-mode=${mode}&ssl-ca=${ofAnother}`))).toMatch(/^refused: /);
    }
  });

  test.each([
    ['address', '127.0.0.1', true],
    ['address', 'localhost', false],
    ['name', 'localhost', true],
    ['name', '127.0.0.1', false],
  ] as const)(
    'to a server with a certificate for its %s, addressed as %s, passes VERIFY_IDENTITY: %s',
    async (which, host, is) => {
      const identity = await cipherOf(urlOf(which, `ssl-mode=VERIFY_IDENTITY&ssl-ca=${ca}`, host));
      expect(identity).toEqual(is ? encrypted : expect.stringMatching(/^refused: .*(altnames|IP)/));
      expect(await cipherOf(urlOf(which, `ssl-mode=VERIFY_CA&ssl-ca=${ca}`, host))).toEqual(encrypted);
    },
  );

  test.each(['ssl-mode=REQUIRED', 'sslmode=verify-full', 'ssl=true'])(
    'to a server without TLS is refused with ?%s',
    async (query) => {
      expect(await cipherOf(urlOf('none', query))).toBe('refused: the server offers no TLS');
    },
  );
});

describe('Starting the server', () => {
  const startWith = (url: string) =>
    startServer(testConfig(url, { PORT: '0', BIND_ADDRESS: '127.0.0.1' }), {
      log: pino({ level: 'silent' }),
      jobs: false,
      client: (_req, _res, next) => next(),
    });

  test("fails with a clear message when the required TLS isn't available", async () => {
    const sentence =
      /^The connection to the database does not meet the TLS settings: the server offers no TLS\. Check /;
    await expect(startWith(urlOf('none', 'ssl-mode=REQUIRED'))).rejects.toThrow(sentence);
    await expect(startWith(urlOf('address', 'ssl=true'))).rejects.toThrow(/certificate/);
  });

  test('succeeds while the database is merely unreachable', async () => {
    const server = await startWith('mysql://portal:x@127.0.0.1:1/portal?ssl-mode=REQUIRED');
    await server.stop();
  });
});

describe('The command line', () => {
  test.each([
    ['ssl-mode=REQUIRED', /offers no TLS/],
    ['charset=latin1', /DATABASE_URL has an unknown option/],
  ])('with ?%s fails with one message without the password', (query, sentence) => {
    const DATABASE_URL = urlOf('none', query);
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', 'src/cli/portal.ts', 'migrate', '--json'],
      { cwd: project, env: { PATH: process.env.PATH, DATABASE_URL }, encoding: 'utf8' },
    );
    expect(JSON.parse(stdout)).toEqual({ refused: expect.stringMatching(sentence) });
    expect(status).toBe(1);
    expect(`${stdout}${stderr}`).not.toContain(new URL(DATABASE_URL).password);
  });
});
