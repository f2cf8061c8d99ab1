/** Starts the process: settings, database, listening, dispatch. Stops it without dropping what is under way. */
import { createServer, type Server } from 'node:http';
import type { Server as NetServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { schemaIsCurrent } from '#db/schema-is-current.ts';
import { createApp } from './app.ts';
import { buildDeps } from './build-deps.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { recordIncident } from './features/accounts/record-incident.ts';
import { sweep } from './features/billing/inbox/sweep.ts';
import { createWebhookHandler } from './features/billing/inbox/webhook.route.ts';
import { runJobs } from './features/billing/reconcile/jobs.ts';
import { createValidateHandler } from './features/licences/validate.route.ts';
import { composeMail } from './outbox-mails.ts';
import { createAuth } from './platform/auth/auth.ts';
import { type Clock, followClock, realClock } from './platform/clock.ts';
import { openDatabase } from './platform/database/connection.ts';
import { purgeExpired } from './platform/database/purge-expired.ts';
import { builtClient } from './platform/http/client-pages.ts';
import { createEdge, type HttpHandler } from './platform/http/edge.ts';
import { type ListenAt, listen, portOf } from './platform/http/listen.ts';
import { createLogger } from './platform/logger.ts';
import { sendOutbox } from './platform/mail/send-outbox.ts';
import { createMetrics, type Metrics } from './platform/metrics.ts';
import { createOauthHandler } from './platform/oauth/provider.ts';
import { selfTestSignatures } from './platform/paddle/signature.ts';
import { type Repetition, repeat } from './platform/repeat.ts';

export interface RunningServer {
  url: string;
  metricsUrl: string | null;
  /** Stops taking requests, finishes those under way (10 seconds at most), closes the database. */
  stop: () => Promise<void>;
}

export interface StartOptions {
  log?: Logger;
  /** Tests drive the business clock themselves. */
  clock?: Clock;
  /** Off for tests that sign in all day. */
  limitSignIn?: boolean;
  /** How long an answer takes at least where it knows whether an address has an account. Tests sign up all day. */
  minimumAnswerMilliseconds?: number;
  /** Off where nobody plays Paddle: the portal then asks it nothing by itself. */
  jobs?: boolean;
  /** How often mails are looked for that another process owes, or that are due again. */
  sendEveryMilliseconds?: number;
  /** The pages; left out: the built client, or Vite's when DEV_CLIENT says so. */
  client?: RequestHandler;
  /** Listens already, in this process; taken over in place of the port of the settings. */
  listener?: NetServer;
}

const sweepEveryMilliseconds = 2_000;
const lookForJobsEveryMilliseconds = 15_000;
const purgeEveryMilliseconds = 3_600_000;
const stopWithinMilliseconds = 10_000;
/** Longer than proxies keep a connection (60 s as a rule): the side that closes it first must not be this one. */
const keepAliveMilliseconds = 65_000;

/** Throws when the port is taken or the settings cannot work; nothing is left open then. */
export async function startServer(config: Config, options: StartOptions = {}): Promise<RunningServer> {
  const log = options.log ?? createLogger(config.logLevel);
  /** What has been opened, and how it is closed: in reverse order, at the end or when starting fails. */
  const closers: (() => Promise<void> | void)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    return await open(config, { ...options, log }, closers, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function open(
  config: Config,
  { log, ...options }: StartOptions & { log: Logger },
  closers: (() => Promise<void> | void)[],
  stop: () => Promise<void>,
): Promise<RunningServer> {
  const selfTest = selfTestSignatures();
  // Said loudly, but no reason not to answer pings: Paddle keeps trying for three days.
  if (selfTest.status === 'broken')
    log.error({ problem: selfTest.problem }, 'alerts of Paddle cannot be verified');
  const metrics = createMetrics();
  const db = openDatabase(config.database);
  closers.push(() => db.close());
  const clock = options.clock ?? (config.clockUrl ? await followClock(config.clockUrl, log) : realClock);
  closers.push(clock.stop);
  let postman: Repetition | undefined;
  const deps = buildDeps({ config, db, log, clock, onMailOwed: () => postman?.soon() });
  const auth = createAuth({
    config,
    db,
    oweMail: (mail) => deps.outbox.add([{ ...mail, at: deps.now() }]),
    waysInOf: (userId) => deps.transaction(({ waysIn }) => waysIn.find(userId)),
    loginProviders: config.loginProviders,
    log,
    rateLimit: options.limitSignIn ?? true,
    ...(options.minimumAnswerMilliseconds === undefined
      ? {}
      : { minimumAnswerMilliseconds: options.minimumAnswerMilliseconds }),
    breachedPasswordsUrl: config.breachedPasswordsUrl,
    onAddressProven: deps.addressProven,
    onSecurityIncident: (incident) => recordIncident(deps, incident),
  });
  closers.push(auth.settled);
  closers.push(deps.inbox.settled);
  let draining = false;
  const validate = createValidateHandler(deps, { rateLimit: config.validateRateLimit, metrics });
  const webhook = createWebhookHandler(deps, metrics);
  const server = createServer();
  const app = createApp({
    config,
    deps,
    auth,
    validate,
    webhook,
    oauth: createOauthHandler({ config, deps, log }),
    client: options.client ?? (await pages(config, server)),
    isReady: async () => !draining && (await isServing(db)),
  });

  const sweeper = repeat(sweepEveryMilliseconds, (stopped) => sweep(deps, stopped), log);
  closers.push(sweeper.stop);
  const compose = composeMail(deps, auth.mails);
  postman = repeat(
    options.sendEveryMilliseconds ?? 2_000,
    (stopped) => sendOutbox(deps, compose, stopped),
    log,
  );
  closers.push(postman.stop);
  if (options.jobs !== false) {
    const schedule = repeat(lookForJobsEveryMilliseconds, () => runJobs(deps), log);
    closers.push(schedule.stop);
  }
  // Sessions and tokens expire by real time, whatever the business clock says.
  const purge = repeat(purgeEveryMilliseconds, (stopped) => purgeExpired(db, new Date(), stopped), log);
  closers.push(purge.stop);
  const edge = createEdge({ appUrl: config.appUrl, log, metrics, isDraining: () => draining });
  // The two busy doors go past Express, which would cost the ping two thirds of its throughput (docs/decisions).
  const dispatch: HttpHandler = (req, res) => {
    if (req.url === '/api/validate') validate(req, res);
    else if (req.url === '/paddle/webhook' && req.method === 'POST') webhook(req, res);
    else app(req, res);
  };
  server.on('request', edge(dispatch));
  server.keepAliveTimeout = keepAliveMilliseconds;
  let metricsUrl: string | null = null;
  if (config.metricsPort !== null) {
    const metricsServer = await serveMetrics(config.metricsPort, metrics);
    closers.push(() => close(metricsServer));
    metricsUrl = `http://127.0.0.1:${portOf(metricsServer)}/metrics`;
  }
  await listen(server, options.listener ?? config.port, config.bindAddress);
  closers.push(() => close(server));
  closers.push(() => {
    draining = true;
  });
  log.info({ port: portOf(server) }, 'listening');
  return { url: config.appUrl, metricsUrl, stop };
}

async function pages(config: Config, server: Server): Promise<RequestHandler> {
  if (config.devClient) {
    const { devClient } = await import('./dev-client.ts');
    return devClient(server);
  }
  const here = dirname(fileURLToPath(import.meta.url));
  return builtClient(
    here.endsWith(join('dist', 'server')) ? join(here, '../client') : join(here, '../../dist/client'),
  );
}

async function isServing(db: ReturnType<typeof openDatabase>): Promise<boolean> {
  try {
    await db.query('SELECT 1');
    return await schemaIsCurrent(db);
  } catch {
    // The probe's whole question is whether this throws; the requests that fail say why.
    return false;
  }
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => server.closeAllConnections(), stopWithinMilliseconds);
    // A connection that was busy when this began is kept alive by its caller once it has its answer.
    const idle = setInterval(() => server.closeIdleConnections(), 100);
    server.close(() => {
      clearTimeout(deadline);
      clearInterval(idle);
      resolve();
    });
    server.closeIdleConnections();
  });
}

async function serveMetrics(port: ListenAt, metrics: Metrics): Promise<Server> {
  const server = createServer(async (req, res) => {
    if (req.url !== '/metrics') {
      res.statusCode = 404;
      res.end();
      return;
    }
    res.setHeader('Content-Type', metrics.registry.contentType);
    res.end(await metrics.registry.metrics());
  });
  // The machine's own: whoever watches from elsewhere comes through a tunnel or an agent.
  await listen(server, port, '127.0.0.1');
  return server;
}

async function run(): Promise<void> {
  let config: Config;
  try {
    config = readConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
    return;
  }
  const log = createLogger(config.logLevel);
  const server = await startServer(config, { log });
  const stop = (signal: string) => {
    log.info({ signal }, 'stopping');
    setTimeout(() => {
      log.fatal('what was under way did not end in time');
      process.exit(1);
    }, 2 * stopWithinMilliseconds).unref();
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.fatal({ err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) {
  run().catch((error: unknown) => {
    createLogger('fatal').fatal({ err: error }, 'could not start');
    process.exitCode = 1;
  });
}
