/** Starts a Paddle twin: a local Paddle Classic with a checkout, signed alerts and a clock that can be moved. */
import { createServer, type Server } from 'node:http';
import express, { type ErrorRequestHandler } from 'express';
import { readCatalogue, type TwinCoupon, type TwinPlan, type TwinVendor } from './catalogue.ts';
import { type CheckoutOutcome, checkoutRoutes } from './checkout.route.ts';
import { createClock } from './clock.ts';
import { controlRoutes } from './control.route.ts';
import type { ControlView } from './control-page.ts';
import { createDeliveries, type Webhook } from './deliveries.ts';
import { type Faults, noFaults } from './faults.ts';
import type { TwinLife } from './life.ts';
import { type CheckoutAnswers, payThrough } from './pay-through.ts';
import { createShop } from './shop.ts';
import { createSigner } from './signer.ts';
import type { Delivery } from './state.ts';
import { openStore } from './store.ts';
import { subscriptionPages } from './subscription-pages.route.ts';
import { createTimeTravel } from './time-travel.ts';
import type { Truth } from './truth.ts';
import { vendorApiRoutes } from './vendor-api.route.ts';

export interface TwinOptions {
  /** 0 takes a free one. */
  port: number;
  /** The address to listen on; by default only this machine reaches it. */
  host?: string;
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
  /** What happens when a renewal cannot be charged. */
  dunning?: Dunning;
  /** Days until Paddle has reviewed a refund that the vendor API asked for: 1. */
  refundReviewDays?: number;
}

/** The account's settings for renewals that fail. */
export interface Dunning {
  /** Days from one attempt to the next: 3, 5 and 7 when not given. */
  retryAfterDays: readonly number[];
  /** What follows the last attempt: a pause (`delinquent`) when not given. */
  then: 'pause' | 'cancel';
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
  subscriptions(): ControlView['subscriptions'];
  /** What Paddle believes of every subscription and payment. */
  truth(): Truth;
  /** Every alert of the last 90 days with its attempts, oldest first. */
  deliveries(): readonly Delivery[];
  /** Pays a pay link (or has it declined) through its page, without a browser. */
  pay(payLink: string, answers?: CheckoutAnswers): Promise<CheckoutOutcome>;
  stop(): Promise<void>;
}

/** @deprecated the name of part 1. */
export type Twin = PaddleTwin;

const heartbeatMs = 1_000;

async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
}

const onError: ErrorRequestHandler = (error: { status?: number }, _request, response, _next) => {
  const status = error.status ?? 500;
  response.status(status).json({ error: status < 500 ? 'bad request' : String(error) });
};

const notYet = (): never => {
  throw new Error('this part of the twin is being built');
};
const unfinished = {
  truth: notYet,
  subscribe: notYet,
  buyOnce: notYet,
  failNextRenewals: notYet,
  setCard: notYet,
  swapPlan: notYet,
  setQuantity: notYet,
  pause: notYet,
  resume: notYet,
  cancel: notYet,
  refund: notYet,
  dispute: notYet,
  closeDispute: notYet,
  riskCase: notYet,
  decideRisk: notYet,
  changeEmail: notYet,
  joinAudience: notYet,
  payOut: notYet,
  schedule: notYet,
};

export async function startTwin(options: TwinOptions): Promise<PaddleTwin> {
  const host = options.host ?? '127.0.0.1';
  const store = await openStore(options.folder, { startAt: options.startAt, privateKey: options.privateKey });
  const server = createServer();
  const port = await listen(server, options.port, host);
  const url = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;

  const faults: Faults = { ...noFaults };
  const webhook: Webhook = {
    url: options.webhookUrl,
    faults,
    ...(options.answerWithinMs === undefined ? {} : { answerWithinMs: options.answerWithinMs }),
  };
  const clock = createClock(store);
  const signer = createSigner(store.state.privateKey);
  const catalogue = readCatalogue(options.catalogue, options.coupons ?? [{ code: 'TWIN10', percent: 10 }]);
  const deliveries = createDeliveries(store, clock, signer, webhook);
  const shop = createShop(store, clock, deliveries, { baseUrl: url, catalogue, vendor: options.vendor });
  const { advanceDays, runDue } = createTimeTravel(clock, shop, deliveries);

  const view = (): ControlView => ({
    now: new Date(clock.now()),
    webhookUrl: webhook.url,
    faults,
    subscriptions: store.state.subscriptions.map((subscription) => ({
      ...subscription,
      ...shop.urlsOf(subscription),
    })),
    deliveries: store.state.deliveries,
  });
  const control = {
    view,
    advanceDays,
    drain: runDue,
    setFaults(change: Partial<Faults>) {
      Object.assign(faults, change);
      setImmediate(runDue);
    },
    setWebhookUrl(webhookUrl: string | null) {
      webhook.url = webhookUrl;
      setImmediate(runDue);
    },
  };

  const app = express().disable('x-powered-by');
  app.use('/api/2.0', vendorApiRoutes({ catalogue, vendor: options.vendor, shop, faults, baseUrl: url }));
  app.use(checkoutRoutes({ shop, catalogue }), subscriptionPages(shop), controlRoutes(control), onError);
  server.on('request', app);
  const heartbeat = setInterval(runDue, heartbeatMs);

  return {
    url,
    vendorsUrl: `${url}/api/2.0`,
    checkoutUrl: `${url}/api/2.0`,
    clockUrl: `${url}/clock`,
    publicKey: signer.publicKey,
    now: () => new Date(clock.now()),
    setWebhookUrl: control.setWebhookUrl,
    advanceDays,
    drain: runDue,
    faults: () => ({ ...faults }),
    setFaults: control.setFaults,
    ...unfinished,
    subscriptions: () => structuredClone(view().subscriptions),
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
