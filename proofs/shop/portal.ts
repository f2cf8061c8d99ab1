/**
 * Runs the whole portal in this process. As in production, it uses real Express and a real database; its clock is
 * controlled by tests.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createTRPCClient, httpLink } from '@trpc/client';
import { pino } from 'pino';
import superjson from 'superjson';
import { takeAnyPort } from '#scripts/system/ports.ts';
import { readConfig } from '#server/config/config.ts';
import type { AppRouter } from '#server/router.ts';
import { startServer } from '#server/server.ts';
import { minuteMs } from '#shared/durations.ts';
import { createSigner } from '#twin/alerts/signer.ts';
import { noteLogged } from './logged-errors.ts';
import { untilStopped } from './still-running.ts';

export interface PortalOptions {
  databaseUrl: string;
  /**
   * Additional environment variables for the portal's settings, or a function that returns them for the portal's URL.
   */
  settings?: Record<string, string> | ((portalUrl: string) => Record<string, string>);
  /** Time that the business clock shows at the start. Defaults to the current time. */
  at?: string;
  /** A business clock that the caller provides. `setNow` has no effect on it. */
  now?: () => Date;
  /** Lowest level of log lines that are written and kept. Defaults to `debug`. */
  logLevel?: string;
  /**
   * Milliseconds without a response after which the database counts as down. Defaults to a minute, because a busy
   * machine can be slow.
   */
  databaseAnswersWithin?: number;
  /** Timeout of one call to Paddle in milliseconds; 10 seconds by default. */
  paddleTimeoutMs?: number;
  /** Whether the portal queries Paddle periodically, as in production. If so, the test must simulate Paddle. */
  jobs?: boolean;
  /** Whether the portal also serves the built pages. Most tests don't need them. */
  pages?: boolean;
  /** Whether sign-in attempts are limited, as in production. */
  limitSignIn?: boolean;
}

/** All tests of a worker share one key pair, because generating a key takes longer than most tests. */
const keyPair = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

const signer = createSigner(keyPair.privateKey);

const privateKey = randomBytes(32);
const appKey = randomBytes(32);
const inText = (key: Buffer) => `base64:${key.toString('base64')}`;

const patientlyMs = minuteMs;

/** URL of a port on which nothing listens. It makes the services that aren't part of a test unreachable. */
const nobody = 'http://127.0.0.1:1';

/** Returns the environment variables for a portal at this address. */
export const portalSettings = (at: { url: string; port: number; databaseUrl: string }) => ({
  NODE_ENV: 'test',
  APP_URL: at.url,
  PORT: String(at.port),
  BIND_ADDRESS: '127.0.0.1',
  APP_KEY: inText(appKey),
  PRIVATE_KEY: inText(privateKey),
  DATABASE_URL: at.databaseUrl,
  PADDLE_VENDOR_ID: '1234',
  PADDLE_VENDOR_AUTH_CODE: 'a-vendor-auth-code',
  PADDLE_PUBLIC_KEY: keyPair.publicKey,
  PADDLE_VENDORS_URL: `${nobody}/api/2.0`,
  PADDLE_CHECKOUT_URL: `${nobody}/api/2.0`,
  MAIL_HOST: '127.0.0.1',
  MAIL_PORT: '1',
  MAIL_ENCRYPTION: 'none',
  MAIL_FROM_ADDRESS: 'portal@example.test',
  SUPPORT_EMAIL: 'support@example.test',
  MONICA_BILLING_URL: 'https://monica.example.test/settings/subscriptions',
  OFFICELIFE_BILLING_URL: 'https://officelife.example.test/account/billing',
  METRICS_PORT: '0',
  DRAIN_SECONDS: '0',
});

export async function startPortal(options: PortalOptions) {
  const { databaseUrl, settings = {}, at, databaseAnswersWithin, jobs = false, pages = false } = options;
  const held = await takeAnyPort();
  const url = `http://127.0.0.1:${held.port}`;
  const lines: Record<string, unknown>[] = [];
  const log = pino(
    { level: options.logLevel ?? 'debug' },
    {
      write: (line: string) => {
        const parsed: Record<string, unknown> = JSON.parse(line);
        lines.push(parsed);
        noteLogged(parsed);
      },
    },
  );
  let now = at ? new Date(at) : new Date();
  const config = readConfig({
    ...portalSettings({ url, port: held.port, databaseUrl }),
    ...(typeof settings === 'function' ? settings(url) : settings),
  });
  const server = await startServer(config, {
    log,
    listener: held.listener,
    clock: { now: options.now ?? (() => now), stop: () => undefined },
    ...(pages ? {} : { client: (_req, _res, next) => next() }),
    limitSignIn: options.limitSignIn ?? false,
    sendEveryMs: 100,
    minimumAnswerMs: 0,
    // Milliseconds. This is long enough for the response to an alert to report whether the alert was applied, even on a
    // busy machine.
    alertAnswerWithinMs: minuteMs,
    ...(options.paddleTimeoutMs === undefined ? {} : { paddleTimeoutMs: options.paddleTimeoutMs }),
    jobs,
    databaseAnswersWithinMs: databaseAnswersWithin ?? patientlyMs,
  });
  let alerts = 0;

  return {
    url,
    /** The URL on which the portal really listens. Its settings may contain a different one. */
    listensAt: url,
    config,
    /** The parsed log lines. */
    log: lines,
    /** The logger that writes to `log`. */
    logger: log,
    signer,
    metricsUrl: server.metricsUrl,
    metrics: async () => (await fetch(server.metricsUrl ?? nobody)).text(),
    now: options.now ?? (() => now),
    setNow: (text: string) => {
      now = new Date(text);
    },
    /** Posts an unprocessed request body to Paddle's endpoint. */
    post: (body: string | Buffer, headers: Record<string, string> = {}) =>
      fetch(`${url}/paddle/webhook`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
        body: typeof body === 'string' ? body : new Uint8Array(body),
      }),
    /** Signs an alert as Paddle would and posts it. The alert gets a unique id unless `fields` contains one. */
    async alert(fields: Record<string, string>): Promise<{ status: number; body: Record<string, unknown> }> {
      alerts += 1;
      const body = signer.sign({ alert_id: String(1_000_000 + alerts), ...fields });
      const answer = await this.post(body);
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    },
    /** Returns a client for the API. It is signed in if a session cookie is given. */
    trpc: (cookie?: string) =>
      createTRPCClient<AppRouter>({
        links: [httpLink({ url: `${url}/trpc`, transformer: superjson, headers: cookie ? { cookie } : {} })],
      }),
    stop: untilStopped(async () => {
      await server.stop();
      await held.release();
    }),
  };
}

export type Portal = Awaited<ReturnType<typeof startPortal>>;
