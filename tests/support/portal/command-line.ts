/** Builds the operator's command line as for production and runs it as an operator would. */
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { bundle } from '#scripts/build/server.ts';
import type { TestDatabase } from '#tests/support/database/database.ts';

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

interface RunOptions {
  input?: string | Buffer;
  environment?: Record<string, string>;
}

export interface CommandLine {
  /** Paddle's key pair. The settings of the command line contain only the public key. */
  paddleKeys: { publicKey: string; privateKey: string };
  /** Returns the settings with which each command is run. */
  settings(over?: Record<string, string>): Record<string, string>;
  run(args: readonly string[], options?: RunOptions): Promise<Ended>;
  /** Runs a command with `--json` and asserts that it succeeds. Returns its output, parsed as JSON. */
  answerOf(args: readonly string[], options?: RunOptions): Promise<Record<string, unknown>>;
}

/**
 * Builds the command line once for all tests of a file, because the built version starts much faster than the source.
 */
export function useCommandLine(database: TestDatabase): CommandLine {
  const paddleKeys = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  let built: string;
  beforeAll(async () => {
    mkdirSync('.data', { recursive: true });
    built = mkdtempSync(join('.data', 'cli-test-'));
    await bundle(built, { 'cli/portal': 'src/cli/portal.ts' });
  });
  afterAll(() => rmSync(built, { recursive: true }));

  const settings = (over: Record<string, string> = {}): Record<string, string> => ({
    APP_URL: 'http://localhost:3000',
    APP_KEY: `base64:${Buffer.alloc(32, 1).toString('base64')}`,
    PRIVATE_KEY: `base64:${Buffer.alloc(32, 2).toString('base64')}`,
    DATABASE_URL: database.url,
    PADDLE_VENDOR_ID: '1',
    PADDLE_VENDOR_AUTH_CODE: 'code',
    PADDLE_PUBLIC_KEY: paddleKeys.publicKey,
    MAIL_HOST: '127.0.0.1',
    MAIL_FROM_ADDRESS: 'portal@example.com',
    SUPPORT_EMAIL: 'support@example.com',
    MONICA_BILLING_URL: 'https://monica.example/settings/subscriptions',
    OFFICELIFE_BILLING_URL: 'https://officelife.example/billing',
    ...over,
  });

  function run(
    args: readonly string[],
    { input = '', environment = settings() }: RunOptions = {},
  ): Promise<Ended> {
    return new Promise((resolve, reject) => {
      // Runs the built command without the launcher, so that the `.env` file of this folder isn't read.
      const child = spawn(process.execPath, [join(built, 'cli/portal.js'), ...args], {
        env: { PATH: process.env.PATH ?? '', ...environment },
      });
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (chunk) => {
        stdout += chunk;
      });
      child.stderr.on('data', (chunk) => {
        stderr += chunk;
      });
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, stdout, stderr }));
      child.stdin.end(input);
    });
  }

  return {
    paddleKeys,
    settings,
    run,
    async answerOf(args, options) {
      const ended = await run([...args, '--json'], options);
      expect(ended).toMatchObject({ code: 0, stderr: '' });
      return JSON.parse(ended.stdout);
    },
  };
}
