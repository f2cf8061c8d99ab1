/** Starts a Paddle twin: a local Paddle Classic with a checkout, signed alerts and a clock that can be moved. */
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
import { subscriptionPages } from './pages/subscription-pages.route.ts';
import { nothingHere, sellerUrlOf } from './pages/ways-on.ts';
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
  /** 0 takes a free one. A server that listens already is taken over. */
  port: number | NetServer;
  /** The address to listen on; by default only this machine reaches it. */
  host?: string;
  /** Further names that it is reached by, as in a network of containers. */
  names?: readonly string[];
  /** How links begin that it makes; by default where it listens. For one whose state another goes on with. */
  named?: string;
  /** Where the state is kept; without it the twin forgets everything at its end. */
  folder?: string;
  /** Alerts wait until there is one. */
  webhookUrl: string | null;
  catalogue: readonly TwinPlan[];
  coupons?: readonly TwinCoupon[];
  vendor: TwinVendor;
  /** The time a fresh twin starts at; one with kept state goes on where it was. */
  startAt?: Date;
  /** PEM of the key a fresh twin signs with; it makes its own when not given, which takes a while. */
  privateKey?: string;
  /** How long the webhook may take to answer: 10 s, as at Paddle. */
  answerWithinMs?: number;
  /** How many alerts may be under way at a time: 8. With 1 they arrive in the order in which they are sent. */
  connections?: number;
  /** Makes everything that is left to chance (faults, ids, tokens) come out the same in every run. */
  seed?: number;
  /** The clock stands still unless it is moved; otherwise it runs on with real time. */
  clockStands?: boolean;
  /** What happens when a renewal cannot be charged; `defaultDunning` when left out. */
  dunning?: Dunning;
  /** Days until Paddle has reviewed a refund that the vendor API asked for: 1. */
  refundReviewDays?: number;
}

export interface PaddleTwin extends TwinLife {
  url: string;
  /** Base addresses for PADDLE_VENDORS_URL, PADDLE_CHECKOUT_URL and CLOCK_URL. */
  vendorsUrl: string;
  checkoutUrl: string;
  clockUrl: string;
  /** PEM. */
  publicKey: string;
  now(): Date;
  setWebhookUrl(url: string | null): void;
  /**
   * Day by day, with everything that happens on the way. Alerts leave at their time; a day is over once all that are
   * due have been attempted.
   */
  advanceDays(days: number): Promise<void>;
  /** Resolves when every delivery that is due has been attempted. */
  drain(): Promise<void>;
  faults(): Readonly<Faults>;
  setFaults(faults: Partial<Faults>): void;
  subscriptions(): readonly ListedSubscription[];
  /** What Paddle believes of every subscription and payment. */
  truth(): Truth;
  /** The same of one subscription: quick, however many there are. Null when there is none of that id. */
  truthOf(subscriptionId: number): TrueSubscription | null;
  /** Every alert of the last 90 days with its attempts, oldest first. */
  deliveries(): readonly Delivery[];
  /** Pays a pay link (or has it declined) through its page, without a browser. */
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
