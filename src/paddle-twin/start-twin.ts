/** Starts a Paddle twin: a local Paddle Classic with a checkout, signed alerts and an adjustable clock. */
import { createServer, type Server } from 'node:http';
import type { Server as NetServer } from 'node:net';
import express, { type ErrorRequestHandler } from 'express';
import { openAccount } from './account/account.ts';
import { planBilling } from './account/billing-run.ts';
import { type Dunning, defaultDunning } from './account/dunning.ts';
import { planReview } from './account/refunds.ts';
import { tellTruth, truthOf } from './account/tell-truth.ts';
import { createDeliveries, type Webhook } from './alerts/deliveries.ts';
import { createSigner } from './alerts/signer.ts';
import { readCatalogue, type TwinCoupon, type TwinPlan, type TwinVendor } from './catalogue/catalogue.ts';
import type { Control } from './control.ts';
import { type Faults, noFaults } from './faults.ts';
import { leadLife } from './lives/lead-life.ts';
import type { TwinLife } from './lives/life.ts';
import { type CheckoutOutcome, checkoutRoutes } from './pages/checkout.route.ts';
import { controlRoutes } from './pages/control.route.ts';
import type { ListedSubscription } from './pages/control-page.ts';
import { onlyFromHere } from './pages/guard.ts';
import { nothingHere, sellerUrlOf } from './pages/onward-links.ts';
import { subscriptionPages } from './pages/subscription-pages.route.ts';
import { type CheckoutAnswers, payThrough } from './pay-through.ts';
import { anySeed, createRandom } from './random.ts';
import type { Delivery } from './state/state.ts';
import { openStore } from './state/store.ts';
import type { TrueSubscription, Truth } from './state/truth.ts';
import { createAgenda } from './time/agenda.ts';
import { createClock } from './time/clock.ts';
import { createTimeTravel } from './time-travel.ts';
import { vendorApiRoutes } from './vendor-api/vendor-api.route.ts';

export interface TwinOptions {
  /** A port (0 for any free one), or a server that is already listening. */
  port: number | NetServer;
  /** The address to listen on. By default, only this machine can reach it. */
  host?: string;
  /** Additional host names that requests may use, e.g. in a container network. */
  names?: readonly string[];
  /**
   * Base URL of generated links; defaults to the listening address. Needed if another twin will continue with this
   * state.
   */
  named?: string;
  /** Folder in which the state is saved. Without it, the state is lost when the twin stops. */
  folder?: string;
  /** The URL that alerts are sent to. If null, alerts are held back until a URL is set. */
  webhookUrl: string | null;
  catalogue: readonly TwinPlan[];
  coupons?: readonly TwinCoupon[];
  vendor: TwinVendor;
  /** The initial time of a new twin. A saved state continues where it stopped. */
  startAt?: Date;
  /** The signing key of a new twin, in PEM format. By default a key is generated, which takes a while. */
  privateKey?: string;
  /** Timeout for webhook responses in milliseconds; defaults to 10 s, as at Paddle. */
  answerWithinMs?: number;
  /** Maximum number of alerts in flight; defaults to 8. With 1, alerts arrive in the order in which they were sent. */
  connections?: number;
  /** Seed of everything random (faults, IDs, tokens). With the same seed, every run gives the same values. */
  seed?: number;
  /** Whether the clock stands still and changes only when it is moved. By default it runs in real time. */
  clockStands?: boolean;
  /** How renewals that can't be charged are handled; defaults to `defaultDunning`. */
  dunning?: Dunning;
  /** Days until Paddle reviews a refund requested through the vendor API; defaults to 1. */
  refundReviewDays?: number;
}

export interface PaddleTwin extends TwinLife {
  url: string;
  /**
   * Base URLs: `vendorsUrl` for PADDLE_VENDORS_URL, `checkoutUrl` for PADDLE_CHECKOUT_URL and `clockUrl` for CLOCK_URL.
   */
  vendorsUrl: string;
  checkoutUrl: string;
  clockUrl: string;
  /** The key for verifying alerts, in PEM format. */
  publicKey: string;
  now(): Date;
  setWebhookUrl(url: string | null): void;
  /**
   * Advances the clock day by day and runs everything that becomes due. Alerts are sent when due. Each day ends only
   * once all due alerts have been attempted.
   */
  advanceDays(days: number): Promise<void>;
  /** Resolves once every due delivery has been attempted. */
  drain(): Promise<void>;
  faults(): Readonly<Faults>;
  setFaults(faults: Partial<Faults>): void;
  subscriptions(): readonly ListedSubscription[];
  /** Returns Paddle's view of every subscription and payment. */
  truth(): Truth;
  /**
   * Returns Paddle's view of one subscription; null if there is no such subscription. Fast regardless of how many
   * subscriptions there are.
   */
  truthOf(subscriptionId: number): TrueSubscription | null;
  /** Returns every alert of the last 90 days with its attempts, oldest first. */
  deliveries(): readonly Delivery[];
  /** Pays a pay link through its page, without a browser. The payment fails if the card is declined. */
  pay(payLink: string, answers?: CheckoutAnswers): Promise<CheckoutOutcome>;
  stop(): Promise<void>;
}

const heartbeatMs = 1_000;

async function listen(server: Server, at: number | NetServer, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(typeof at === 'number' ? { port: at, host } : at, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the twin listens on no port');
  return address.port;
}

const onError: ErrorRequestHandler = (error: { status?: number }, _request, response, _next) => {
  const status = error.status ?? 500;
  response.status(status).json({ error: status < 500 ? 'bad request' : String(error) });
};

export async function startTwin(options: TwinOptions): Promise<PaddleTwin> {
  const host = options.host ?? '127.0.0.1';
  const { vendor, seed = anySeed() } = options;
  const store = await openStore(options.folder, {
    startAt: options.startAt,
    privateKey: options.privateKey,
    seed,
    vendorId: vendor.id,
  });
  const server = createServer();
  // Longer than any client keeps an idle connection open. Otherwise, on a busy machine, the server might close a
  // connection just as a client reuses it.
  server.keepAliveTimeout = 600_000;
  const port = await listen(server, options.port, host);
  const url = options.named ?? `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;

  const faults: Faults = structuredClone(noFaults);
  const webhook: Webhook = {
    url: options.webhookUrl,
    faults,
    connections: options.connections ?? 8,
    ...(options.answerWithinMs === undefined ? {} : { answerWithinMs: options.answerWithinMs }),
  };
  const clock = createClock(store, { stands: options.clockStands ?? false });
  const random = createRandom(store.state);
  const signer = createSigner(store.state.privateKey);
  const catalogue = readCatalogue(options.catalogue, options.coupons ?? [{ code: 'TWIN10', percent: 10 }]);
  const agenda = createAgenda();
  const deliveries = createDeliveries(store, { clock, signer, random, webhook });
  const account = openAccount({
    ...{ store, clock, agenda, random, deliveries, catalogue, vendor, baseUrl: url },
    dunning: options.dunning ?? defaultDunning,
    refundReviewDays: options.refundReviewDays ?? 1,
  });
  for (const subscription of store.state.subscriptions) planBilling(account, subscription);
  for (const request of store.state.refundRequests) planReview(account, request);
  const life = leadLife(account);
  const { advanceDays, runDue } = createTimeTravel(clock, agenda, deliveries);

  const subscriptions = () =>
    store.state.subscriptions.map((subscription) => ({ ...subscription, ...account.urlsOf(subscription) }));
  const control: Control = {
    life,
    catalogue,
    now: () => new Date(clock.now()),
    webhookUrl: () => webhook.url,
    faults: () => faults,
    subscriptions,
    truth: () => tellTruth(account),
    truthOf(id) {
      const subscription = account.subscription(id);
      return subscription && truthOf(account, subscription);
    },
    riskCases: () => store.state.riskCases,
    deliveries: () => store.state.deliveries,
    advanceDays,
    drain: runDue,
    setFaults(change) {
      Object.assign(faults, structuredClone(change));
      setImmediate(runDue);
    },
    setWebhookUrl(webhookUrl) {
      webhook.url = webhookUrl;
      setImmediate(runDue);
    },
  };

  const sellerUrl = () => sellerUrlOf({ webhookUrl: webhook.url, payLinks: store.state.payLinks });
  const app = express().disable('x-powered-by');
  app.use(onlyFromHere([host, ...(options.names ?? [])]));
  app.use('/api/2.0', vendorApiRoutes({ account, faults, deliveries: control.deliveries }));
  app.use(checkoutRoutes(account, sellerUrl), subscriptionPages(account, sellerUrl), controlRoutes(control));
  app.use(nothingHere(sellerUrl), onError);
  server.on('request', app);
  const heartbeat = setInterval(runDue, heartbeatMs);

  return {
    ...life,
    url,
    vendorsUrl: `${url}/api/2.0`,
    checkoutUrl: `${url}/api/2.0`,
    clockUrl: `${url}/clock`,
    publicKey: signer.publicKey,
    now: control.now,
    setWebhookUrl: control.setWebhookUrl,
    advanceDays,
    drain: runDue,
    faults: () => structuredClone(faults),
    setFaults: control.setFaults,
    subscriptions: () => structuredClone(subscriptions()),
    truth: control.truth,
    truthOf: control.truthOf,
    deliveries: () => structuredClone(store.state.deliveries),
    pay: payThrough,
    async stop() {
      clearInterval(heartbeat);
      await deliveries.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      store.flush();
    },
  };
}
