/**
 * A Paddle twin with a few plans, and a webhook that records the alerts it receives and responds as the test specifies.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { toPlain } from '#server/platform/paddle/classic/php-form.ts';
import { readPublicKey } from '#server/platform/paddle/classic/public-key.ts';
import { proveBody } from '#server/platform/paddle/classic/signature.ts';
import { privateKey, vendor } from '#tests/support/billing/twin-settings.ts';
import { type PaddleTwin, startTwin, type TwinOptions } from '#twin/start-twin.ts';

export const monthly = {
  id: 24_749,
  name: 'Monica monthly',
  interval: 'month',
  usdCents: 900,
  perSeat: false,
} as const;
export const seats = {
  id: 38_001,
  name: 'OfficeLife yearly',
  interval: 'year',
  usdCents: 4_000,
  perSeat: true,
} as const;
export const trial = { ...monthly, id: 24_753, name: 'Monica with a trial', trialDays: 14 } as const;
export const book = { id: 50_001, name: 'A book', usdCents: 2_000, perSeat: false } as const;
const unpublished = { ...monthly, id: 999, published: false } as const;

/** Returns the fields of the alerts received, after checking each signature with the portal's own verifier. */
export function provenAlerts(twin: PaddleTwin, webhook: Webhook): Record<string, unknown>[] {
  const key = readPublicKey(twin.publicKey);
  return webhook.bodies.map((body) => {
    const proof = proveBody(Buffer.from(body), key);
    if (proof.status === 'refused') throw new Error(proof.reason);
    return toPlain(proof.fields);
  });
}

/** Calls the vendor API with the vendor's credentials. */
export async function callVendorApi(
  twin: PaddleTwin,
  path: string,
  fields: Readonly<Record<string, string | number | boolean>> = {},
) {
  const response = await fetch(`${twin.vendorsUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ vendor_id: vendor.id, vendor_auth_code: vendor.authCode, ...fields }),
  });
  return { status: response.status, answer: response.ok ? await response.json() : await response.text() };
}

export interface Webhook {
  url: string;
  /** Raw request bodies in the order in which they arrived. */
  bodies: string[];
  names: () => (string | null)[];
  /** The HTTP status to respond with; `hang` never responds. */
  answer: number | 'hang';
}

export async function startWebhook(): Promise<Webhook> {
  const webhook: Webhook = {
    url: '',
    bodies: [],
    names: () => webhook.bodies.map((body) => new URLSearchParams(body).get('alert_name')),
    answer: 200,
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      webhook.bodies.push(Buffer.concat(chunks).toString());
      if (webhook.answer === 'hang') return;
      response.writeHead(webhook.answer, webhook.answer === 302 ? { location: '/elsewhere' } : {}).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  webhook.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/paddle/webhook`;
  return webhook;
}

export async function startTestTwin(options: Partial<TwinOptions> = {}) {
  const webhook = await startWebhook();
  const twin = await startTwin({
    port: 0,
    webhookUrl: webhook.url,
    catalogue: [monthly, seats, trial, book, unpublished],
    vendor,
    privateKey,
    startAt: new Date('2027-01-31T10:00:00Z'),
    // Sends one alert at a time, because tests check the order of the alerts.
    connections: 1,
    ...options,
  });
  onTestFinished(() => twin.stop());
  return { twin, webhook };
}
