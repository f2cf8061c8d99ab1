/** Starts the process: settings, database, listening, dispatch. Stops it without dropping what is under way. */
import { createServer, type Server } from 'node:http';
import type { Server as NetServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { schemaIsCurrent } from '#db/schema-is-current.ts';
import { createApp } from './app.ts';
import { watchAppKeys } from './app-keys-in-use.ts';
import { type BackgroundTasks, startBackgroundTasks } from './background.ts';
import { buildDeps } from './build-deps.ts';
import { type Config, ConfigError, isRunByNpm, readConfig } from './config/config.ts';
import { createWebhookHandler } from './features/billing/inbox/webhook.route.ts';
import { createAuth } from './features/identity/auth.ts';
import { recordSecurityEvent } from './features/identity/security-log/record-security-event.ts';
import { createOauthHandler } from './features/instances/oauth/oauth-handler.ts';
import { createValidateHandler } from './features/licences/validate.route.ts';
import { openPages, readApiDocument } from './open-pages.ts';
import { composeMail } from './outbox-mails.ts';
import {
  answerLimits,
  type DatabaseOptions,
  openDatabase,
  requireTrust,
} from './platform/database/connection.ts';
import { purgeExpired } from './platform/database/purge-expired.ts';
import { closeServer, finishRequestsWithinMs } from './platform/http/listening/close-server.ts';
import { listen, portOf } from './platform/http/listening/listen.ts';
import { serveMetrics } from './platform/http/listening/serve-metrics.ts';
import { answerUnparsable } from './platform/http/request/unparsable.ts';
import { createRequestPipeline } from './platform/http/request-pipeline.ts';
import { createLogger } from './platform/observability/logger.ts';
import { createMetrics } from './platform/observability/metrics.ts';
import { selfTestSignatures } from './platform/paddle/classic/signature.ts';
import { endOnFatalErrors } from './platform/process/fatal-errors.ts';
import { createShutdown, type Shutdown } from './platform/process/shutdown.ts';
import { startUntilSignal } from './platform/process/signals.ts';
import { apiAddresses } from './platform/rest/api-addresses.ts';
import { type Clock, followClock, realClock } from './platform/scheduling/clock.ts';
import { stopRoundWithinMs } from './platform/scheduling/periodic-task.ts';

export interface RunningServer {
  url: string;
  metricsUrl: string | null;
  /**
   * Says at `/readyz` that it is stopping and goes on answering for DRAIN_SECONDS; then takes no new connections,
   * finishes what is under way (10 seconds at most), hands back the leases of background work, closes the database.
   */
  stop: () => Promise<void>;
  /** What that may take if nothing hangs. */
  stopsWithinMs: number;
}

export interface StartOptions {
  log?: Logger;
  /** Tests drive the business clock themselves. */
  clock?: Clock;
  /** Off for tests that sign in all day. */
  limitSignIn?: boolean;
  /** How long an answer takes at least where it knows whether an address has an account. Tests sign up all day. */
  minimumAnswerMs?: number;
  /** Off where nobody plays Paddle: the portal then asks it nothing by itself. */
  jobs?: boolean;
  /** When a silent database counts as gone, sooner than in production. */
  databaseAnswersWithinMs?: number;
  /** How often mails are looked for that another process owes, or that are due again. */
  sendEveryMs?: number;
  /** The pages; left out: the built client, or Vite's when DEV_CLIENT says so. */
  client?: RequestHandler;
  /** Aborted: the start is given up, with the signal's reason, before any work of its own begins. */
  aborted?: AbortSignal;
  /** Listens already, in this process; taken over in place of the port of the settings. */
  listener?: NetServer;
}

/** Longer than proxies keep a connection (60 s as a rule): the side that closes it first must not be this one. */
const keepAliveMs = 65_000;

/** Connections for what the process does by itself, so that it never waits for those of requests nor takes them. */
const workPoolSize = 4;
/** What answers have left to be done aside: mails to enqueue, alerts that were put off. */
const settleWithinMs = 5_000;
const closeWithinMs = 5_000;
const margin = 1_000;

type Limits = Required<Pick<DatabaseOptions, 'poolSize' | 'answerWithinMs'>>;

/** Throws when the port is taken or the settings cannot work; nothing is left open then. */
export async function startServer(config: Config, options: StartOptions = {}): Promise<RunningServer> {
  const log = options.log ?? createLogger(config.logLevel);
  const shutdown = createShutdown(log);
  try {
    return await open(config, { ...options, log }, shutdown);
  } catch (error) {
    await shutdown.run();
    throw error;
  }
}

async function open(
  config: Config,
  { log, ...options }: StartOptions & { log: Logger },
  shutdown: Shutdown,
): Promise<RunningServer> {
  const selfTest = selfTestSignatures();
  // Said loudly, but no reason not to answer pings: Paddle keeps trying for three days.
  if (selfTest.status === 'broken')
    log.error({ problem: selfTest.problem }, 'alerts of Paddle cannot be verified');
  const metrics = createMetrics();
  const patience = options.databaseAnswersWithinMs;
  const connect = (name: string, { poolSize, answerWithinMs }: Limits) => {
    const opened = openDatabase({
      address: config.database.address,
      poolSize,
      answerWithinMs: patience ?? answerWithinMs,
    });
    const closer = { name, withinMs: closeWithinMs, close: () => opened.close() };
    shutdown.add('connections', closer);
    return opened;
  };
  const db = connect('the database', {
    poolSize: config.database.poolSize,
    answerWithinMs: answerLimits.requests,
  });
  const workDb = connect('the database of background work', {
    poolSize: workPoolSize,
    answerWithinMs: answerLimits.work,
  });
  if (config.database.address.tls) await requireTrust(db);
  const clock = options.clock ?? (config.clockUrl ? await followClock(config.clockUrl, log) : realClock);
  shutdown.add('connections', { name: 'the clock', withinMs: 0, close: clock.stop });
  let tasks: BackgroundTasks | undefined;
  const foundations = { config, log, clock, onMailEnqueued: () => tasks?.sendSoon() };
  const deps = buildDeps({ ...foundations, db });
  const workDeps = buildDeps({ ...foundations, db: workDb });
  const appKeys = await watchAppKeys(deps, { db, config });
  const auth = createAuth({
    config,
    db,
    enqueueMail: (mail) => deps.outbox.add([{ ...mail, at: deps.now(), urgent: true }]),
    signInMethodsOf: (userId) => deps.transaction(({ signInMethods }) => signInMethods.find(userId)),
    loginProviders: config.loginProviders,
    log,
    rateLimit: options.limitSignIn ?? true,
    ...(options.minimumAnswerMs === undefined ? {} : { minimumAnswerMs: options.minimumAnswerMs }),
    breachedPasswordsUrl: config.breachedPasswordsUrl,
    onEmailVerified: deps.emailVerified,
    onSecurityEvent: (incident) => recordSecurityEvent(deps, incident),
  });
  for (const [name, close] of [
    ['what sign-ins have left to do', auth.settled],
    ['alerts that were put off', deps.inbox.settled],
    ['alerts of Paddle’s history', workDeps.inbox.settled],
  ] as const)
    shutdown.add('rest', { name, withinMs: settleWithinMs, close });
  // Before the database: what becomes of a mail that is cut off is still written down.
  shutdown.add('rest', { name: 'the mail server', withinMs: 0, close: deps.mail.close });
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
    apiDocument: readApiDocument(),
    client: options.client ?? (await openPages({ config, server, deps, signedInOf: auth.signedInOf })),
    isReady: async () => !draining && (await isServing(db)) && (await appKeys.areThere()),
  });

  options.aborted?.throwIfAborted();
  const background = startBackgroundTasks({
    deps,
    workDeps,
    compose: composeMail(deps, auth.mails),
    purge: (stopped) => purgeExpired(workDb, new Date(), stopped),
    log,
    jobs: options.jobs !== false,
    sendEveryMs: options.sendEveryMs ?? 2_000,
  });
  tasks = background;
  shutdown.add('work', {
    name: 'background work',
    withinMs: stopRoundWithinMs + margin,
    close: background.stop,
  });
  const edge = createRequestPipeline({
    appUrl: config.appUrl,
    trustProxy: config.trustProxy,
    log,
    metrics,
    isDraining: () => draining,
  });
  // The two busy doors go past Express, which would cost the ping two thirds of its throughput (docs/decisions).
  const dispatch = apiAddresses((req, res) => {
    if (req.url === '/api/validate') validate(req, res);
    else if (req.url === '/paddle/webhook') webhook(req, res);
    else app(req, res);
  });
  server.on('request', edge(dispatch));
  answerUnparsable(server);
  server.keepAliveTimeout = keepAliveMs;
  const closing = (name: string, listener: Server) => ({
    name,
    withinMs: finishRequestsWithinMs + margin,
    close: () => closeServer(listener),
  });
  let metricsUrl: string | null = null;
  if (config.metricsPort !== null) {
    const metricsServer = await serveMetrics(config.metricsPort, metrics, log);
    shutdown.add('work', closing('the metrics', metricsServer));
    metricsUrl = `http://127.0.0.1:${portOf(metricsServer)}/metrics`;
  }
  await listen(server, options.listener ?? config.port, config.bindAddress);
  shutdown.add('work', closing('requests', server));
  const drainMs = config.drainSeconds * 1_000;
  shutdown.add('drain', {
    name: 'draining',
    withinMs: drainMs + margin,
    close: async () => {
      draining = true;
      // Jobs and purging serve no request: another process may have them while this one drains.
      await Promise.all([wait(drainMs), background.stopLongOnes()]);
    },
  });
  log.info({ port: portOf(server) }, 'listening');
  return {
    url: config.appUrl,
    metricsUrl,
    stop: shutdown.run,
    stopsWithinMs: shutdown.limitMs() + margin,
  };
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

/** The process: its settings, the server, and its end. */
export async function run(): Promise<void> {
  try {
    const config = readConfig();
    const log = createLogger(config.logLevel);
    endOnFatalErrors(log);
    await startUntilSignal((aborted) => startServer(config, { log, aborted }), {
      log,
      isRunByNpm: isRunByNpm(),
    });
  } catch (error) {
    process.exitCode = 1;
    if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
    else createLogger('fatal').fatal({ err: error }, 'could not start');
  }
}
