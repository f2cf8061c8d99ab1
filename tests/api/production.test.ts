/** The built server, run as production runs it: what it refuses to start with, and that the bundle answers. */
import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { bundle } from '#scripts/build/server.ts';
import { createClient } from '#server/features/instances/create-client.ts';
import { instanceClientRepository } from '#server/features/instances/instance-client.repository.ts';
import { useDatabase } from '#tests/support/database.ts';

const database = useDatabase();
let folder: string;
let child: ChildProcess | undefined;

beforeAll(async () => {
  mkdirSync('.data', { recursive: true });
  folder = mkdtempSync(join('.data', 'production-test-'));
  mkdirSync(join(folder, 'dist/client'), { recursive: true });
  writeFileSync(join(folder, 'dist/client/index.html'), '<!doctype html><title>Portal</title>');
  await bundle(join(folder, 'dist'), { 'server/main': 'src/server/main.ts' });
});

afterEach(() => {
  child?.kill('SIGKILL');
  child = undefined;
});

afterAll(() => rmSync(folder, { recursive: true }));

interface Started {
  process: ChildProcess;
  stdout: () => string;
  stderr: () => string;
  ended: Promise<number | null>;
}

function start(environment: Record<string, string>): Started {
  const main = join(process.cwd(), folder, 'dist/server/main.js');
  const started = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child = started;
  let stdout = '';
  let stderr = '';
  started.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  started.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = once(started, 'close').then(([code]) => code as number | null);
  return { process: started, stdout: () => stdout, stderr: () => stderr, ended };
}

const key = (fill: number) => `base64:${Buffer.alloc(32, fill).toString('base64')}`;

const settings = (): Record<string, string> => ({
  APP_URL: 'https://portal.example',
  // Any: what it has taken it says itself.
  PORT: '0',
  BIND_ADDRESS: '127.0.0.1',
  DRAIN_SECONDS: '0',
  APP_KEY: key(1),
  PRIVATE_KEY: key(2),
  DATABASE_URL: database.url,
  PADDLE_VENDOR_ID: '1',
  PADDLE_VENDOR_AUTH_CODE: 'code',
  PADDLE_PUBLIC_KEY: generateKeyPairSync('rsa', { modulusLength: 2048 })
    .publicKey.export({ type: 'spki', format: 'pem' })
    .toString()
    .replaceAll('\n', '\\n'),
  MAIL_HOST: '127.0.0.1',
  MAIL_FROM_ADDRESS: 'portal@example.com',
  SUPPORT_EMAIL: 'support@example.com',
  MONICA_BILLING_URL: 'https://monica.example',
  OFFICELIFE_BILLING_URL: 'https://officelife.example',
});

interface Answer {
  status: number | undefined;
  body: string;
}

/** `fetch` sets the Host header itself; behind its proxy the server is asked by the name in APP_URL. */
function ask(
  port: number,
  path: string,
  { form, token }: { form?: URLSearchParams; token?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = {
      Host: 'portal.example',
      ...(form ? { 'Content-Type': 'application/x-www-form-urlencoded' } : {}),
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
    };
    const asked = request(
      { host: '127.0.0.1', port, path, method: form ? 'POST' : 'GET', headers },
      (answer) => {
        let body = '';
        answer.on('data', (chunk) => {
          body += chunk;
        });
        answer.on('end', () => resolve({ status: answer.statusCode, body }));
      },
    );
    asked.on('error', reject);
    asked.end(form?.toString());
  });
}

/** The port, once it listens. */
async function listening(started: Started): Promise<number> {
  for (;;) {
    const line = started
      .stdout()
      .split('\n')
      .slice(0, -1)
      .find((each) => each.includes('"listening"'));
    if (line !== undefined) return JSON.parse(line).port;
    await Promise.race([
      once(started.process.stdout as NodeJS.ReadableStream, 'data'),
      started.ended.then((code) => {
        throw new Error(`It ended with ${code}: ${started.stdout()}${started.stderr()}`);
      }),
    ]);
  }
}

describe('what production refuses', () => {
  test('without settings it names every missing one at once and ends with 1', async () => {
    const started = start({});
    expect(await started.ended).toBe(1);
    for (const name of [
      'APP_URL',
      'APP_KEY',
      'PRIVATE_KEY',
      'DATABASE_URL',
      'PADDLE_VENDOR_ID',
      'PADDLE_PUBLIC_KEY',
      'MAIL_HOST',
      'SUPPORT_EMAIL',
    ]) {
      expect(started.stderr()).toContain(`- ${name} is missing`);
    }
    expect(started.stdout()).toBe('');
  });

  test('a clock to follow, pages of dev and plain http are refused together, before anything listens', async () => {
    const started = start({
      ...settings(),
      APP_URL: 'http://portal.example',
      CLOCK_URL: 'http://127.0.0.1:1',
      DEV_CLIENT: 'true',
    });
    expect(await started.ended).toBe(1);
    for (const name of ['CLOCK_URL', 'DEV_CLIENT', 'APP_URL'])
      expect(started.stderr()).toContain(`- ${name} `);
    expect(started.stdout()).not.toContain('listening');
  });
});

describe('what production answers', () => {
  test('the bundle serves pages, probes, tokens and pings, and ends with 0 when asked to', async () => {
    const client = await createClient(
      { instanceClients: instanceClientRepository(database.db) },
      { name: 'An instance', product: null },
    );
    const started = start(settings());
    const port = await listening(started);

    expect(await ask(port, '/livez')).toMatchObject({ status: 200 });
    expect(await ask(port, '/readyz')).toMatchObject({ status: 200 });
    expect(await ask(port, '/login')).toMatchObject({
      status: 200,
      body: expect.stringContaining('<title>Portal</title>'),
    });
    const granted = await ask(port, '/oauth/token', {
      form: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: client.clientId,
        client_secret: client.clientSecret,
        scope: 'manage-key',
      }),
    });
    expect(granted.status).toBe(200);
    const { access_token: token, expires_in: seconds } = JSON.parse(granted.body);
    expect(seconds).toBe(31_536_000);
    const ping = await ask(port, '/api/validate', {
      form: new URLSearchParams({ licence_key: 'forged' }),
      token,
    });
    expect(ping.status).toBe(500);

    started.process.kill('SIGTERM');
    expect(await started.ended).toBe(0);
  });
});
