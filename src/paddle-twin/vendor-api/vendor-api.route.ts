/** Serves the vendor and price APIs. Errors are HTTP 200 with `success: false`, as in Paddle Classic. */
import { setTimeout as wait } from 'node:timers/promises';
import express, { type RequestHandler, type Response, Router } from 'express';
import type { Account } from '#twin/account/account.ts';
import type { Faults } from '#twin/faults.ts';
import { refusals } from '#twin/refusals.ts';
import type { Delivery } from '#twin/state/state.ts';
import {
  cancelUser,
  createModifier,
  deleteModifier,
  listModifiers,
  previewUpdate,
  updateUser,
} from './changes-api.ts';
import { Fields } from './fields.ts';
import { listAlerts } from './history-api.ts';
import { generatePayLink, prices } from './pay-links.ts';
import { requestRefund } from './refunds-api.ts';
import { Refusal, refuse } from './refusal.ts';
import { listPayments, listPlans, listUsers } from './subscriptions-api.ts';

export interface VendorApi {
  account: Account;
  faults: Faults;
  deliveries: () => readonly Delivery[];
}

type Call = (account: Account, fields: Fields, faults: Faults) => unknown;

function answer(response: Response, work: () => unknown): void {
  try {
    const result = work();
    response.json({ success: true, ...(result !== undefined && { response: result }) });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    response.json({ success: false, error: { code: error.code, message: error.message } });
  }
}

function authorise({ vendor }: Account, fields: Fields): void {
  if (!fields.vendor_id || !fields.vendor_auth_code) throw refuse(116);
  if (fields.vendor_auth_code !== vendor.authCode) throw refuse(102);
  if (fields.vendor_id !== String(vendor.id)) throw refuse(107);
}

/** Carries out a call without sending a response. A refusal isn't sent either. */
function actUnheard(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

const previewPath = '/subscription/preview_update';

const sendPage = (response: Response): void => {
  response.type('html').send('<!doctype html><title>Paddle</title><h1>Something went wrong</h1>');
};

const messageOf = (code: number): string =>
  Object.entries(refusals).find(([known]) => known === String(code))?.[1] ?? 'An error occurred';

/** Delays every request by `slowMs`. While `down` is set, responds with a 503. */
const outage =
  (faults: Faults): RequestHandler =>
  async (_request, response, next) => {
    if (faults.slowMs > 0) await wait(faults.slowMs, undefined, { ref: false });
    if (!faults.down) return next();
    response.status(503).type('html').send('<h1>503 Service Unavailable</h1>');
  };

/**
 * Fails the next vendor API calls: first those counted by `rateLimited`, then one for each code in `errors`. Price
 * requests are exempt.
 */
const mishaps =
  (faults: Faults): RequestHandler =>
  (request, response, next) => {
    if (request.method !== 'POST') return next();
    if (faults.rateLimited > 0) {
      faults.rateLimited -= 1;
      response.status(429).set('retry-after', '1').type('html').send('<h1>429 Too Many Requests</h1>');
      return;
    }
    const code = faults.errors.shift();
    if (code === undefined) return next();
    answer(response, () => {
      throw new Refusal(code, messageOf(code));
    });
  };

type CountedFault = 'actThenSilence' | 'silence';

/** Uses up one of the faults set for a path. Returns false if there is none left. */
function takeFault(faults: Faults, fault: CountedFault, path: string): boolean {
  const name = path.slice(1);
  const left = faults[fault][name] ?? 0;
  if (left > 0) faults[fault][name] = left - 1;
  return left > 0;
}

/** Doesn't respond to calls with the fault `silence`: the connection stays open until the caller gives up. */
const silences =
  (faults: Faults): RequestHandler =>
  (request, _response, next) => {
    if (!takeFault(faults, 'silence', request.path)) next();
  };

export function vendorApiRoutes({ account, faults, deliveries }: VendorApi): Router {
  const router = Router();
  router.use(
    outage(faults),
    silences(faults),
    mishaps(faults),
    express.urlencoded({ extended: false }),
    express.json(),
  );

  const calls: Record<string, Call> = {
    '/product/generate_pay_link': generatePayLink,
    '/subscription/users': listUsers,
    '/subscription/users/update': updateUser,
    '/subscription/users_cancel': cancelUser,
    '/subscription/preview_update': previewUpdate,
    '/subscription/modifiers': listModifiers,
    '/subscription/modifiers/create': createModifier,
    '/subscription/modifiers/delete': deleteModifier,
    '/subscription/plans': listPlans,
    '/subscription/payments': listPayments,
    '/payment/refund': requestRefund,
    '/alert/webhooks': (_account, fields) => listAlerts(account, deliveries(), fields),
  };
  for (const [path, call] of Object.entries(calls)) {
    router.post(path, (request, response) => {
      const fields = Fields.parse(request.body);
      const work = () => {
        authorise(account, fields);
        return call(account, fields, faults);
      };
      if (takeFault(faults, 'actThenSilence', path)) actUnheard(work);
      else if (path === previewPath && faults.preview === 'html') sendPage(response);
      else answer(response, work);
    });
  }
  router.get('/prices', (request, response) => {
    answer(response, () => prices(account, Fields.parse(request.query)));
  });
  router.use((_request, response) => {
    answer(response, () => {
      throw refuse(101);
    });
  });
  return router;
}
