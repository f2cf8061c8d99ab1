/** Builds the server as for production, and runs it in a separate process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { bundle } from '#scripts/build/server.ts';
import type { TestDatabase } from '#tests/support/database/database.ts';

export interface Started {
  process: ChildProcess;
  stdout: () => string;
  stderr: () => string;
  ended: Promise<number | null>;
}

export interface StartBuilt {
  /** Where the server's log is written. Defaults to a pipe that the test reads. */
  stdout?: 'pipe' | 'ignore' | number;
  /** Code that runs before the server's own code. */
  preload?: string;
}

export interface BuiltServer {
  /** Returns the settings of a portal whose host name is `portal.example`. */
  settings: (over?: Record<string, string>) => Record<string, string>;
  start: (environment: Record<string, string>, options?: StartBuilt) => Started;
  /** Returns a folder that is deleted after all tests of the file. */
  folder: () => string;
}

const key = (fill: number) => `base64:${Buffer.alloc(32, fill).toString('base64')}`;

/** Builds the server once for all tests of a file. Each process is killed after the test that started it. */
export function useBuiltServer(database: TestDatabase): BuiltServer {
  let folder: string;
  const running = new Set<ChildProcess>();
  const publicKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
    .publicKey.export({ type: 'spki', format: 'pem' })
    .toString()
    .replaceAll('\n', '\\n');

  beforeAll(async () => {
    mkdirSync('.data', { recursive: true });
    folder = mkdtempSync(join('.data', 'production-test-'));
    for (const part of ['client', 'render'])
      cpSync(join('dist', part), join(folder, 'dist', part), { recursive: true });
    await bundle(join(folder, 'dist'), {
      'server/main': 'src/server/main.ts',
      'server/program': 'src/server/server.ts',
    });
  });
  afterEach(() => {
    for (const child of running) child.kill('SIGKILL');
    running.clear();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  return {
    folder: () => folder,
    settings: (over = {}) => ({
      APP_URL: 'https://portal.example',
      // Lets the system choose any free port. The server logs which one it uses.
      PORT: '0',
      BIND_ADDRESS: '127.0.0.1',
      DRAIN_SECONDS: '0',
      APP_KEY: key(1),
      PRIVATE_KEY: key(2),
      DATABASE_URL: database.url,
      PADDLE_VENDOR_ID: '1',
      PADDLE_VENDOR_AUTH_CODE: 'code',
      PADDLE_PUBLIC_KEY: publicKey,
      MAIL_HOST: '127.0.0.1',
      MAIL_FROM_ADDRESS: 'portal@example.com',
      SUPPORT_EMAIL: 'support@example.com',
      MONICA_BILLING_URL: 'https://monica.example',
      OFFICELIFE_BILLING_URL: 'https://officelife.example',
      ...over,
    }),
    start(environment, { stdout: log = 'pipe', preload } = {}) {
      const main = join(process.cwd(), folder, 'dist/server/main.js');
      const before =
        preload === undefined ? [] : ['--import', `data:text/javascript,${encodeURIComponent(preload)}`];
      const started = spawn(process.execPath, [...before, main], {
        env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', ...environment },
        stdio: ['ignore', log, 'pipe'],
      });
      running.add(started);
      let stdout = '';
      let stderr = '';
      started.stdout?.on('data', (chunk) => {
        stdout += chunk;
      });
      started.stderr?.on('data', (chunk) => {
        stderr += chunk;
      });
      const ended = once(started, 'close').then(([code]) => code as number | null);
      return { process: started, stdout: () => stdout, stderr: () => stderr, ended };
    },
  };
}

export interface Answer {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}

/**
 * Sends a request whose Host header is the host name in APP_URL, as a proxy would. `fetch` always sets the Host header
 * to the URL's host. Each request uses a new connection.
 */
export function ask(
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
      { host: '127.0.0.1', port, path, method: form ? 'POST' : 'GET', headers, agent: false },
      (answer) => {
        let body = '';
        answer.on('data', (chunk) => {
          body += chunk;
        });
        answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body }));
      },
    );
    asked.on('error', reject);
    asked.end(form?.toString());
  });
}

/** Resolves once the log contains a line whose message ends with these words. Throws if the process ends first. */
export async function logged(started: Started, words: string): Promise<void> {
  const isThere = () => started.stdout().includes(`"${words}"}\n`);
  while (!isThere()) {
    await Promise.race([
      once(started.process.stdout as NodeJS.ReadableStream, 'data'),
      started.ended.then((code) => {
        if (isThere()) return;
        throw new Error(`The server exited with ${code}: ${started.stdout()}${started.stderr()}`);
      }),
    ]);
  }
}

/** Waits until the server is listening and returns its port. */
export async function listening(started: Started): Promise<number> {
  await logged(started, 'listening');
  const line = started
    .stdout()
    .split('\n')
    .find((each) => each.includes('"listening"'));
  return JSON.parse(line ?? '').port;
}
