/**
 * A stand-in for the running PHP portal: answers about keys, and takes in alerts, by the same rules. It refuses a key
 * from the day of its date on, refuses keys with the misspelt state `subscription_canceled`, and answers a limited
 * number of requests a minute.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { readPublicKey } from '#server/platform/paddle/classic/public-key.ts';
import { proveBody } from '#server/platform/paddle/classic/signature.ts';
import type { CalendarDate } from '#shared/dates.ts';

export interface PhpLicence {
  key: string;
  state: string;
  /** The day of `valid_until_at`, from which on it answers 410. */
  validUntil: CalendarDate;
}

export interface PhpPortalOptions {
  client: { id: string; secret: string };
  licences?: readonly PhpLicence[];
  /** Paddle's public key. */
  publicKey?: string;
  today?: () => CalendarDate;
  /** Requests a minute, and the seconds after which it says to ask again. */
  limit?: { requests: number; retryAfter: number };
}

export interface PhpPortalStandIn {
  url: string;
  /** Requests about keys, those over the limit included. */
  asked: number;
  /** Alerts that it accepted, in order. */
  alerts: URLSearchParams[];
  /** While set, it refuses alerts with this status. */
  refuseAlertsWith: number | null;
  stop(): Promise<void>;
}

const json = (res: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) =>
  res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

export async function startPhpPortal(options: PhpPortalOptions): Promise<PhpPortalStandIn> {
  const { client, licences = [], publicKey = '', today, limit } = options;
  const byKey = new Map(licences.map((licence) => [licence.key, licence]));
  const tokens = new Set<string>();
  const subscriptions = new Set<string | null>();
  let left = limit?.requests ?? Number.POSITIVE_INFINITY;

  function giveToken(form: URLSearchParams, res: ServerResponse): void {
    if (form.get('client_id') !== client.id || form.get('client_secret') !== client.secret)
      return void json(res, 401, { error: 'invalid_client' });
    const token = randomBytes(20).toString('hex');
    tokens.add(token);
    json(res, 200, { token_type: 'Bearer', expires_in: 31_536_000, access_token: token });
  }

  function validate(req: IncomingMessage, body: string, res: ServerResponse): void {
    standIn.asked += 1;
    if (left <= 0) {
      left = limit?.requests ?? 0;
      return void json(res, 429, {}, { 'retry-after': String(limit?.retryAfter ?? 60) });
    }
    left -= 1;
    if (!tokens.has(req.headers.authorization?.replace('Bearer ', '') ?? ''))
      return void json(res, 401, { message: 'Unauthenticated.' });
    const licence = byKey.get(JSON.parse(body).licence_key);
    if (!licence) return void json(res, 404, []);
    const isOver = today === undefined || licence.validUntil <= today();
    if (isOver || licence.state === 'subscription_canceled') return void json(res, 410, []);
    json(res, 200, { next_check_at: licence.validUntil });
  }

  function takeIn(body: string, res: ServerResponse): void {
    const form = new URLSearchParams(body);
    if (proveBody(Buffer.from(body), readPublicKey(publicKey)).status !== 'proven')
      return void res.writeHead(403).end();
    const isCreation = form.get('alert_name') === 'subscription_created';
    const isTwice = isCreation && subscriptions.has(form.get('subscription_id'));
    if (standIn.refuseAlertsWith !== null || isTwice)
      return void res.writeHead(standIn.refuseAlertsWith ?? 500).end();
    if (isCreation) subscriptions.add(form.get('subscription_id'));
    standIn.alerts.push(form);
    res.writeHead(200).end();
  }

  const server = createServer(async (req, res) => {
    const body = await text(req);
    if (req.url === '/oauth/token') giveToken(new URLSearchParams(body), res);
    else if (req.url === '/api/validate') validate(req, body, res);
    else if (req.url === '/paddle/webhook') takeIn(body, res);
    else res.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const standIn: PhpPortalStandIn = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ asked: 0, alerts: [], refuseAlertsWith: null },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return standIn;
}
