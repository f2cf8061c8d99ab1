/**
 * Runs a real HTTP server with the OAuth endpoints and /api/validate, on a real database. The test controls its clock.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Logger, pino } from 'pino';
import type { Sequelize } from 'sequelize';
import { untilStopped } from '#proofs/shop/still-running.ts';
import { buildDeps } from '#server/build-deps.ts';
import { type Config, readConfig } from '#server/config/config.ts';
import type { Deps } from '#server/deps.ts';
import { createPresentedTokens } from '#server/features/instances/oauth/legacy-tokens/presented-tokens.ts';
import { createOauthHandler } from '#server/features/instances/oauth/oauth-handler.ts';
import { createPingCounter } from '#server/features/instances/ping-counts/ping-counter.ts';
import { createPingRecorder } from '#server/features/licences/pings/ping-recorder.ts';
import { createValidateHandler } from '#server/features/licences/validate.route.ts';
import { answersFor } from '#server/platform/http/problem.ts';
import { type Refusal, refusalsOf } from '#server/platform/http/request/refusals.ts';
import { createMetrics } from '#server/platform/observability/metrics.ts';
import { apiAddresses } from '#server/platform/rest/api-addresses.ts';

const appKey = `base64:${randomBytes(32).toString('base64')}`;
const privateKey = `base64:${randomBytes(32).toString('base64')}`;

/** Returns a complete configuration, read as a process of the portal reads its own. */
export function testConfig(databaseUrl: string, over: Record<string, string> = {}): Config {
  return readConfig({
    NODE_ENV: 'test',
    APP_URL: 'https://portal.example.com',
    APP_KEY: appKey,
    PRIVATE_KEY: privateKey,
    DATABASE_URL: databaseUrl,
    PADDLE_VENDOR_ID: '1',
    PADDLE_VENDOR_AUTH_CODE: 'code',
    MAIL_HOST: '127.0.0.1',
    MAIL_FROM_ADDRESS: 'portal@example.com',
    SUPPORT_EMAIL: 'support@example.com',
    MONICA_BILLING_URL: 'https://monica.example.com/billing',
    OFFICELIFE_BILLING_URL: 'https://officelife.example.com/billing',
    ...over,
  });
}

export interface InstanceServer {
  url: string;
  deps: Deps;
  /** Log lines written since the server started listening, each parsed as JSON. */
  logged: Record<string, unknown>[];
  /** The refusals recorded for finished requests. The real portal adds them to the request's log line. */
  refusals: Refusal[];
  /** Sets the clock on which the portal's business rules depend. */
  setNow: (instant: Date) => void;
  /** Writes the pings recorded so far, which the real portal does in the background. */
  writePings: () => Promise<void>;
  stop: () => Promise<void>;
}

export interface InstanceServerOptions {
  db: Sequelize;
  databaseUrl: string;
  settings?: Record<string, string>;
  now?: Date;
}

export async function startInstanceServer(options: InstanceServerOptions): Promise<InstanceServer> {
  const logged: Record<string, unknown>[] = [];
  const refusals: Refusal[] = [];
  const log: Logger = pino(
    { level: 'debug' },
    { write: (line: string) => void logged.push(JSON.parse(line)) },
  );
  const config = testConfig(options.databaseUrl, options.settings);
  let now = options.now ?? new Date('2027-01-15T12:00:00Z');
  const deps = buildDeps({ config, db: options.db, log, clock: { now: () => now } });
  const recorder = createPingRecorder(deps);
  const counter = createPingCounter(deps);
  const presented = createPresentedTokens(deps);
  const validate = createValidateHandler(deps, {
    recorder,
    counter,
    presented,
    rateLimit: config.validateRateLimit,
    metrics: createMetrics(),
  });
  const oauth = createOauthHandler({ config, deps, log, counter });
  const answer = apiAddresses((req, res) => {
    if (req.url === '/api/validate') {
      validate(req, res);
      return;
    }
    oauth(req, res, (error) => {
      res.statusCode = error ? 500 : 404;
      res.end();
    });
  });
  const server = createServer((req, res) => {
    answersFor(res, config);
    res.once('finish', () => refusals.push(...(refusalsOf(req) ?? [])));
    answer(req, res);
  });
  // Longer than any client keeps a connection open. With a shorter timeout, the server might close a connection just as
  // a client reuses it, if the machine is busy.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  logged.length = 0;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    deps,
    logged,
    refusals,
    setNow: (instant) => {
      now = instant;
    },
    writePings: async () => {
      await Promise.all([recorder.write(), counter.write(), presented.write()]);
    },
    stop: untilStopped(() => close(server)),
  };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
