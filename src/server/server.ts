/** Opens the server's parts in order (database, background work, listener) and closes them in reverse. */
import { createServer, type Server } from 'node:http';
import type { Server as NetServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { missingMigrations } from '#db/schema-is-current.ts';
import { secondMs } from '#shared/durations.ts';
import { createApp } from './app.ts';
import { watchAppKeys } from './app-keys-in-use.ts';
import { type Background, startBackground, stopBackgroundWithinMs } from './background.ts';
import { buildDeps } from './build-deps.ts';
import type { Config } from './config/config.ts';
import { createWebhookHandler } from './features/billing/inbox/webhook.route.ts';
import { createAuth } from './features/identity/auth.ts';
import { createPresentedTokens } from './features/instances/oauth/legacy-tokens/presented-tokens.ts';
import { createOauthHandler } from './features/instances/oauth/oauth-handler.ts';
import { createPingCounter } from './features/instances/ping-counts/ping-counter.ts';
import { createPingRecorder } from './features/licences/pings/ping-recorder.ts';
import { createValidateHandler } from './features/licences/validate.route.ts';
import { identityEvents } from './identity-events.ts';
import { openPages, readApiDocument } from './open-pages.ts';
import { composeMail } from './outbox-mails.ts';
import { answerLimits, openDatabase, requireTrust } from './platform/database/connection.ts';
import { purgeExpired } from './platform/database/purge-expired.ts';
import { closeServer, finishRequestsWithinMs } from './platform/http/listening/close-server.ts';
import { listen, portOf } from './platform/http/listening/listen.ts';
import { serveMetrics } from './platform/http/listening/serve-metrics.ts';
import { answerUnparsable } from './platform/http/request/unparsable.ts';
import { createRequestPipeline } from './platform/http/request-pipeline.ts';
import { watchOutages } from './platform/observability/failure-log.ts';
import { createLogger } from './platform/observability/logger.ts';
import { createMetrics, type Metrics } from './platform/observability/metrics.ts';
import { createShutdown, type Shutdown } from './platform/process/shutdown.ts';
import type { Clock } from './platform/scheduling/clock.ts';
import { followClock, realClock } from './platform/scheduling/clock.ts';
import { retention } from './retention.ts';
import { watchSchema } from './watch-schema.ts';

export interface RunningServer {
  url: string;
  metricsUrl: string | null;
  /**
   * Stops the server. For DRAIN_SECONDS, `/readyz` returns 503 and everything else is served as usual. Then stops
   * accepting connections, finishes pending requests (at most 10 seconds), releases the leases of background work and
   * closes the database.
   */
  stop: () => Promise<void>;
  /** Maximum duration of `stop` in milliseconds. If it takes longer, something is hanging. */
  stopsWithinMs: number;
}

export interface StartOptions {
  log?: Logger;
  /** The business clock. Tests provide one that they control. */
  clock?: Clock;
  /** Whether sign-ins are rate-limited. False in tests that sign in very often. */
  limitSignIn?: boolean;
  /**
   * Minimum duration, in milliseconds, of responses whose timing could reveal whether an address has an account. Tests
   * shorten it.
   */
  minimumAnswerMs?: number;
  /**
   * Milliseconds after which the response to an alert is sent, even if the alert hasn't been applied yet. Tests set it
   * higher.
   */
  alertAnswerWithinMs?: number;
  /** Timeout of one call to Paddle in milliseconds; 10 seconds by default. Tests shorten it. */
  paddleTimeoutMs?: number;
  /** Whether to run the scheduled jobs. False if there is no Paddle, which most of them query. */
  jobs?: boolean;
  /** Milliseconds without any data after which a query fails and the database counts as unreachable. */
  databaseAnswersWithinMs?: number;
  /** Milliseconds between polls of the outbox. Polling finds retries and e-mails that other processes enqueued. */
  sendEveryMs?: number;
  /** Serves the pages. Defaults to the built client, or to Vite with DEV_CLIENT. */
  client?: RequestHandler;
  /** If aborted, startup fails with the signal's reason before any background work begins. */
  aborted?: AbortSignal;
  /** A server of this process that is already listening. Its socket is used instead of PORT. */
  listener?: NetServer;
}

/**
 * Longer than the 60 s for which proxies usually keep connections open, so that the proxy closes a connection first.
 */
const keepAliveMs = 65_000;

/** Connections for background work, in addition to those for requests. */
const workPoolSize = 4;
/** Milliseconds allowed for work left over from requests: enqueuing e-mails and applying deferred alerts. */
const settleWithinMs = 5_000;
const closeWithinMs = 5_000;
const marginMs = 1_000;

type Database = ReturnType<typeof openDatabase>;

interface Opening extends StartOptions {
  config: Config;
  log: Logger;
  shutdown: Shutdown;
}

/**
 * Starts the server. If the port is in use or the settings are invalid, closes everything already opened and throws.
 */
export async function startServer(config: Config, options: StartOptions = {}): Promise<RunningServer> {
  const log = options.log ?? createLogger(config.logLevel);
  const shutdown = createShutdown(log);
  try {
    return await open({ ...options, config, log, shutdown });
  } catch (error) {
    await shutdown.run();
    throw error;
  }
}

async function open(opening: Opening): Promise<RunningServer> {
  const { config, log, shutdown } = opening;
  const metrics = createMetrics();
  const { db, workDb } = await openDatabases(opening);
  watchOutages(log, () => db.authenticate());
  const clock = opening.clock ?? (config.clockUrl ? await followClock(config.clockUrl, log) : realClock);
  shutdown.add('connections', { name: 'the clock', withinMs: 0, close: clock.stop });

  let background: Background | undefined;
  const infrastructure = {
    ...{ config, log, clock, onMailEnqueued: () => background?.sendSoon() },
    alertAnswerWithinMs: opening.alertAnswerWithinMs,
    paddleTimeoutMs: opening.paddleTimeoutMs,
  };
  const deps = buildDeps({ ...infrastructure, db });
  const workDeps = buildDeps({ ...infrastructure, db: workDb, paddle: deps.paddle });
  const appKeys = await watchAppKeys(deps, { db, config });
  const auth = createAuth({
    config,
    db,
    log,
    loginProviders: config.loginProviders,
    breachedPasswordsUrl: config.breachedPasswordsUrl,
    rateLimit: opening.limitSignIn ?? true,
    ...(opening.minimumAnswerMs === undefined ? {} : { minimumAnswerMs: opening.minimumAnswerMs }),
    ...identityEvents(deps),
  });
  for (const [name, close] of [
    ['work left by sign-ins', auth.settled],
    ['deferred alerts', deps.inbox.settled],
    ['deferred alerts of Paddle’s history', workDeps.inbox.settled],
  ] as const)
    shutdown.add('rest', { name, withinMs: settleWithinMs, close });
  // Closed before the database, so that the outcome of an interrupted e-mail can still be recorded.
  shutdown.add('rest', { name: 'the mail server', withinMs: 0, close: deps.mail.close });

  const schemaIsCurrent = watchSchema(() => missingMigrations(db), log);
  // Checks the schema now, so that missing migrations are logged at startup instead of at the first probe.
  void isServing(db, schemaIsCurrent);
  let draining = false;
  const server = createServer();
  const recorder = createPingRecorder(deps);
  const counter = createPingCounter(deps);
  const presented = createPresentedTokens(deps);
  const writePings = async () => {
    await Promise.all([recorder.write(), counter.write(), presented.write()]);
  };
  shutdown.add('rest', { name: 'recorded pings', withinMs: settleWithinMs, close: writePings });
  const app = createApp({
    config,
    deps,
    auth,
    validate: createValidateHandler(deps, {
      rateLimit: config.validateRateLimit,
      metrics,
      recorder,
      counter,
      presented,
    }),
    webhook: createWebhookHandler(deps, metrics),
    oauth: createOauthHandler({ config, deps, log, counter }),
    apiDocument: readApiDocument(),
    client:
      opening.client ??
      (await openPages({
        config,
        server,
        deps,
        signedInOf: auth.signedInOf,
        missingMigrations: () => missingMigrations(db),
        shutdown,
      })),
    isReady: async () => !draining && (await isServing(db, schemaIsCurrent)) && (await appKeys.areThere()),
  });

  opening.aborted?.throwIfAborted();
  const tasks = startBackground({
    deps,
    workDeps,
    compose: composeMail(deps, auth.mails),
    writePings,
    purge: (stopped) => purgeExpired(workDb, retention, { real: new Date(), business: deps.now() }, stopped),
    log,
    jobs: opening.jobs !== false,
    sendEveryMs: opening.sendEveryMs ?? 2_000,
  });
  background = tasks;
  shutdown.add('work', { name: 'background work', withinMs: stopBackgroundWithinMs, close: tasks.stop });

  const pipeline = createRequestPipeline({
    appUrl: config.appUrl,
    aliases: config.aliases,
    brand: config.brand,
    trustProxy: config.trustProxy,
    log,
    metrics,
    isDraining: () => draining,
  });
  server.on('request', pipeline(app));
  answerUnparsable(server);
  server.keepAliveTimeout = keepAliveMs;
  const metricsUrl = await openMetrics(opening, metrics);
  await listen(server, opening.listener ?? config.port, config.bindAddress);
  shutdown.add('work', closing('requests', server));
  const drainMs = config.drainSeconds * secondMs;
  shutdown.add('drain', {
    name: 'draining',
    withinMs: drainMs + marginMs,
    close: async () => {
      draining = true;
      await Promise.all([wait(drainMs), tasks.stopLongTasks()]);
    },
  });
  log.info({ port: portOf(server) }, 'listening');
  return {
    url: config.appUrl,
    metricsUrl,
    stop: shutdown.run,
    stopsWithinMs: shutdown.limitMs() + marginMs,
  };
}

/** Opens one pool for requests and one for background work, whose queries may take longer. */
async function openDatabases(opening: Opening): Promise<{ db: Database; workDb: Database }> {
  const { config, shutdown, databaseAnswersWithinMs } = opening;
  const { address, poolSize } = config.database;
  const connect = (name: string, limits: { poolSize: number; answerWithinMs: number }) => {
    const opened = openDatabase({
      address,
      poolSize: limits.poolSize,
      answerWithinMs: databaseAnswersWithinMs ?? limits.answerWithinMs,
    });
    shutdown.add('connections', { name, withinMs: closeWithinMs, close: () => opened.close() });
    return opened;
  };
  const db = connect('the database', { poolSize, answerWithinMs: answerLimits.requests });
  const workDb = connect('the database of background work', {
    poolSize: workPoolSize,
    answerWithinMs: answerLimits.work,
  });
  if (address.tls) await requireTrust(db);
  return { db, workDb };
}

/** Serves the metrics and returns their URL. Without METRICS_PORT, returns null. */
async function openMetrics({ config, log, shutdown }: Opening, metrics: Metrics): Promise<string | null> {
  if (config.metricsPort === null) return null;
  const server = await serveMetrics(config.metricsPort, metrics, log);
  shutdown.add('work', closing('the metrics', server));
  return `http://127.0.0.1:${portOf(server)}/metrics`;
}

const closing = (name: string, server: Server) => ({
  name,
  withinMs: finishRequestsWithinMs + marginMs,
  close: () => closeServer(server),
});

async function isServing(db: Database, schemaIsCurrent: () => Promise<boolean>): Promise<boolean> {
  try {
    await db.authenticate();
    return await schemaIsCurrent();
  } catch {
    // Not logged here, since requests that fail log the cause.
    return false;
  }
}
