/** A fake vendor API that responds as a test specifies, and the Paddle adapter connected to it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { type ClassicPaddleOptions, classicPaddle } from '#server/platform/paddle/classic/adapter.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';

export const authCode = 'f00dcafe0123456789abcdef';
export const now = new Date('2026-11-23T12:00:00Z');

export interface Call {
  path: string;
  fields: Record<string, string>;
}

/**
 * The response to a call: the rows to return, or a failure. `refuse` returns an error code, `fail` an HTTP status, and
 * `hang` never responds.
 */
export type Answer =
  | { rows: unknown }
  | { refuse: number; message?: string }
  | { fail: number; headers?: Record<string, string>; body?: string }
  | { hang: true };

async function bodyOf(request: IncomingMessage): Promise<Record<string, string>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
}

function send(response: ServerResponse, answer: Answer): void {
  if ('hang' in answer) return;
  if ('fail' in answer) {
    response.writeHead(answer.fail, answer.headers).end(answer.body ?? '<h1>no</h1>');
    return;
  }
  const envelope =
    'refuse' in answer
      ? { success: false, error: { code: answer.refuse, message: answer.message ?? `refused ${authCode}` } }
      : { success: true, response: answer.rows };
  response.end(JSON.stringify(envelope));
}

/**
 * Starts a fake Paddle that responds with `answer`. Returns the adapter connected to it and the list of calls it
 * received.
 */
export async function paddleThat(
  answer: (call: Call, number: number) => Answer,
  options: Partial<ClassicPaddleOptions> = {},
) {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const { vendor_id, vendor_auth_code, ...fields } = await bodyOf(request);
    if (vendor_id !== '4711' || vendor_auth_code !== authCode) return send(response, { refuse: 102 });
    const call = { path: (request.url ?? '').replace('/api/2.0', ''), fields };
    calls.push(call);
    send(response, answer(call, calls.length));
  });
  // Longer than any client keeps a connection open. With a shorter timeout, the server might close a connection just as
  // a client reuses it, if the machine is busy.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/2.0`;
  const logged: Record<string, unknown>[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const paddle = classicPaddle({
    vendorId: 4_711,
    vendorAuthCode: authCode,
    publicKey: '',
    vendorsUrl: url,
    checkoutUrl: url,
    log,
    now: () => now,
    timeoutMs: 10_000,
    retryDelayMs: 1,
    ...options,
  });
  const warned = () => logged.filter((line) => line.msg === 'Paddle sent rows that cannot be read');
  return { paddle, calls, logged, warned };
}

/** A row of Paddle's `subscription/users` list. */
export const row = {
  subscription_id: 502_198,
  plan_id: 496_199,
  user_id: 285_846,
  user_email: 'amelie@example.com',
  marketing_consent: true,
  state: 'active',
  signup_date: '2025-10-06 09:44:23',
  quantity: 12,
  last_payment: { amount: 5, currency: 'USD', date: '2026-10-06' },
  next_payment: { amount: 13.630000000000001, currency: 'USD', date: '2026-12-06' },
  payment_information: { payment_method: 'card', card_type: 'visa', last_four_digits: '1111' },
  update_url: 'https://pay.example.com/update',
  cancel_url: 'https://pay.example.com/cancel',
};
/** The subscription that the adapter returns for this `row`. */
export const subscription = {
  ref: classicRef('subscription', 502_198),
  planId: 496_199,
  paddleUserId: 285_846,
  email: 'amelie@example.com',
  status: 'active',
  quantity: 12,
  signedUpOn: '2025-10-06',
  lastPayment: { amount: { minor: 500, currency: 'USD' }, on: '2026-10-06' },
  nextPayment: { amount: { minor: 1_363, currency: 'USD' }, on: '2026-12-06' },
  pausedFrom: null,
  pausedReason: null,
  updateUrl: row.update_url,
  cancelUrl: row.cancel_url,
};

export const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'nothing failed',
    (error: unknown) => error,
  );

/** Returns one page of `rows`, split as in Paddle's paged lists. */
export const pageOf = (rows: readonly unknown[], page: string | undefined, size: string | undefined) => {
  const from = (Number(page) - 1) * Number(size);
  return rows.slice(from, from + Number(size));
};
