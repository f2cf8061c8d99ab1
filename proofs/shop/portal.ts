/** The whole portal as it runs in production, in this process: real Express, real database, a clock tests move. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createTRPCClient, httpLink } from '@trpc/client';
import { pino } from 'pino';
import superjson from 'superjson';
import { takeAnyPort } from '#scripts/system/ports.ts';
import { readConfig } from '#server/config/config.ts';
import type { AppRouter } from '#server/router.ts';
import { startServer } from '#server/server.ts';
import { createSigner } from '#twin/alerts/signer.ts';
import { noteLogged } from './logged-errors.ts';

export interface PortalOptions {
  databaseUrl: string;
  /** More settings, by their names in the environment. */
  settings?: Record<string, string> | ((portalUrl: string) => Record<string, string>);
  /** The business clock's first instant. */
  at?: string;
  /** A business clock of the caller's own: `setNow` does not move it. */
  now?: () => Date;
  /** What is logged and kept; everything when not given. */
  logLevel?: string;
  /** When a silent database counts as gone. A minute when not given: a busy machine takes its time. */
  databaseAnswersWithin?: number;
  /** Asks Paddle by itself, as in production; for that somebody has to play Paddle. */
  jobs?: boolean;
  /** Serves the built pages too; most tests ask for none. */
  pages?: boolean;
  /** Counts tries at the endpoints of sign-in, as in production. */
  limitSignIn?: boolean;
}

/** One for all tests of a worker: making a key takes longer than most tests. */
const keyPair = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

const signer = createSigner(keyPair.privateKey);

const privateKey = randomBytes(32);
const appKey = randomBytes(32);
const inText = (key: Buffer) => `base64:${key.toString('base64')}`;

const patientlyMs = 60_000;

/** Nothing answers there: what is not part of a test cannot be asked. */
const nobody = 'http://127.0.0.1:1';

/** The settings of a portal at that address, by their names in the environment. */
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
    // However busy the machine is, the answer to an alert tells its outcome.
    alertAnswerWithinMs: 60_000,
    jobs,
    databaseAnswersWithinMs: databaseAnswersWithin ?? patientlyMs,
  });
  let alerts = 0;

  return {
    url,
    /** Where it is, whatever it believes its name to be. */
    listensAt: url,
    config,
    /** What was logged, parsed. */
    log: lines,
    /** What writes there. */
    logger: log,
    signer,
    metricsUrl: server.metricsUrl,
    metrics: async () => (await fetch(server.metricsUrl ?? nobody)).text(),
    /** The business clock. */
    now: options.now ?? (() => now),
    /** Moves the business clock. */
    setNow: (text: string) => {
      now = new Date(text);
    },
    /** Posts a raw body to Paddle's endpoint. */
    post: (body: string | Buffer, headers: Record<string, string> = {}) =>
      fetch(`${url}/paddle/webhook`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
        body: typeof body === 'string' ? body : new Uint8Array(body),
      }),
    /** A signed alert, as Paddle would send it; every one has an id of its own unless given. */
    async alert(fields: Record<string, string>): Promise<{ status: number; body: Record<string, unknown> }> {
      alerts += 1;
      const body = signer.sign({ alert_id: String(1_000_000 + alerts), ...fields });
      const answer = await this.post(body);
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    },
    /** The API as the client sees it, with a session or without. */
    trpc: (cookie?: string) =>
      createTRPCClient<AppRouter>({
        links: [httpLink({ url: `${url}/trpc`, transformer: superjson, headers: cookie ? { cookie } : {} })],
      }),
    async stop() {
      await server.stop();
      await held.release();
    },
  };
}

export type Portal = Awaited<ReturnType<typeof startPortal>>;
