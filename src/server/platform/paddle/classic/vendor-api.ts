/**
 * Makes one HTTP call to Paddle Classic. Handles the envelope of responses, errors within HTTP 200, and the timeout.
 */
import type { Logger } from 'pino';
import { z } from 'zod';
import { retryAfterIn } from '#server/platform/http/retry-after.ts';
import { PaddleRefusal, PaddleUnavailable, type RefusalReason } from '#server/platform/paddle/errors.ts';

/** Paddle's error codes that a use-case treats differently (docs/paddle-classic.md, V2). */
const reasonsByCode: ReadonlyMap<number, RefusalReason> = new Map([
  [108, 'unknown_plan'],
  [109, 'currency_refused'],
  [116, 'field_missing'],
  [117, 'expiry_refused'],
  [118, 'price_too_low'],
  [119, 'unknown_subscription'],
  [126, 'email_refused'],
  [135, 'coupon_refused'],
  [138, 'expiry_refused'],
  [140, 'currency_refused'],
  [141, 'unknown_plan'],
  [143, 'price_too_low'],
  [146, 'invoice_in_progress'],
  [147, 'card_declined'],
  [148, 'must_bill_now'],
  [149, 'interval_refused'],
  [150, 'price_too_low'],
]);

export interface VendorApiOptions {
  log: Logger;
  timeoutMs: number;
  /** The auth code. It is removed from every message, in case Paddle repeats it. */
  secret: string;
}

const Envelope = z.discriminatedUnion('success', [
  // Calls that only perform an action return no `response`.
  z.object({ success: z.literal(true), response: z.unknown().optional() }),
  z.object({
    success: z.literal(false),
    error: z.object({ code: z.coerce.number().int(), message: z.string() }),
  }),
]);

/** With `form`, the call is a POST, otherwise a GET. `name` identifies the call in log lines. */
interface Call<T extends z.ZodType> {
  name: string;
  url: string;
  form?: URLSearchParams;
  answer: T;
  /** Timeout of this call in milliseconds. Only has an effect if it is shorter than the default. */
  timeoutMs?: number;
}

const excerptLength = 200;
const internalError = 120;

/** A response with an HTTP error status. */
class HttpFailure extends Error {
  readonly retryAfterMs: number | null;
  constructor(message: string, retryAfterMs: number | null) {
    super(message);
    this.name = 'HttpFailure';
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * Returns a function that makes a call and parses the response. That function throws `PaddleUnavailable` or
 * `PaddleRefusal`.
 */
export function vendorApi({ log, timeoutMs, secret }: VendorApiOptions) {
  const redact = (text: string) => text.replaceAll(secret, '[auth code]');

  async function exchange(call: Call<z.ZodType>): Promise<string> {
    const response = await fetch(call.url, {
      headers: { accept: 'application/json' },
      // The body contains the auth code, which must not be sent to another address.
      redirect: 'error',
      signal: AbortSignal.timeout(Math.min(timeoutMs, call.timeoutMs ?? timeoutMs)),
      ...(call.form ? { method: 'POST', body: call.form } : {}),
    });
    const text = await response.text();
    if (!response.ok) {
      const problem = `HTTP ${response.status}: ${redact(text.slice(0, excerptLength))}`;
      throw new HttpFailure(problem, retryAfterIn(response.headers));
    }
    return text;
  }

  return async function callPaddle<T extends z.ZodType>(call: Call<T>): Promise<z.output<T>> {
    const started = performance.now();
    const unavailable = (what: string, cause: unknown) => {
      const ms = Math.round(performance.now() - started);
      log.warn({ call: call.name, ms, problem: String(cause) }, 'Paddle is unavailable');
      const retryAfterMs = cause instanceof HttpFailure ? cause.retryAfterMs : null;
      return new PaddleUnavailable(`${call.name}: ${what}`, { cause, retryAfterMs });
    };
    let text: string;
    try {
      text = await exchange(call);
    } catch (error) {
      throw unavailable('Paddle did not respond', error);
    }
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      throw unavailable('Paddle’s response is not JSON', new Error(redact(text.slice(0, excerptLength))));
    }
    const envelope = Envelope.safeParse(json);
    if (!envelope.success) throw unavailable('Paddle’s response has an unknown format', envelope.error);
    if (!envelope.data.success) {
      const { code, message } = envelope.data.error;
      if (code === internalError) {
        throw unavailable('Paddle reported an internal error', new Error(`${code}: ${redact(message)}`));
      }
      log.warn({ call: call.name, code }, 'Paddle refused');
      throw new PaddleRefusal(code, `${call.name}: ${redact(message)}`, reasonsByCode.get(code));
    }
    const answer = call.answer.safeParse(envelope.data.response);
    if (!answer.success) throw unavailable('Paddle’s response has an unknown format', answer.error);
    log.debug({ call: call.name, ms: Math.round(performance.now() - started) }, 'Paddle answered');
    return answer.data;
  };
}
