/** Calls a running PHP portal: asks about licence keys like an instance, and hands it alerts like Paddle. */
import { setTimeout as wait } from 'node:timers/promises';
import pRetry, { AbortError } from 'p-retry';
import { z } from 'zod';
import { retryAfterIn } from '#server/platform/http/retry-after.ts';
import { CalendarDate } from '#shared/dates.ts';
import { minuteMs } from '#shared/durations.ts';
import { manageKeyScope } from '#shared/instances/instances.ts';
import { PhpPortalFailed } from './errors.ts';

/** What it answered about a key. The date is null unless the status is 200. */
export interface PhpAnswer {
  status: number;
  nextCheckAt: CalendarDate | null;
}

export interface PhpPortalOptions {
  /** Its address, such as `https://customers.example`. */
  url: string;
  /** Pause between two questions. It answers 60 a minute from one address. */
  everyMs?: number;
  /** Pause before a question is repeated; later ones are longer. */
  retryDelayMs?: number;
}

const answersWithinMs = 15_000;
const attempts = 5;
/** The limit of the PHP portal is counted by the minute, so it never asks for a longer pause. */
const longestPauseMs = 120_000;
const longestBody = 64 * 1024;

const Token = z.object({ access_token: z.string().min(1).max(8_192) });
const Good = z.object({
  next_check_at: z
    .string()
    .transform((text) => text.slice(0, 10))
    .pipe(CalendarDate),
});

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return text.length > longestBody ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

export function createPhpPortal({ url, everyMs = 1_050, retryDelayMs = 2_000 }: PhpPortalOptions) {
  const base = url.replace(/\/+$/, '');
  let nextAt = 0;

  async function send(path: string, init: RequestInit): Promise<Response> {
    const now = performance.now();
    const pause = Math.max(0, nextAt - now);
    nextAt = Math.max(now, nextAt) + everyMs;
    await wait(pause);
    let response: Response;
    try {
      response = await fetch(base + path, {
        ...init,
        method: 'POST',
        // Its answers never redirect, and a secret or an alert must not be sent elsewhere.
        redirect: 'manual',
        signal: AbortSignal.timeout(answersWithinMs),
      });
    } catch (cause) {
      throw new PhpPortalFailed(`${base}${path} does not answer`, { cause });
    }
    if (response.status !== 429 && response.status !== 503) return response;
    await response.body?.cancel();
    throw new PhpPortalFailed(`${base}${path} answers ${response.status}`, {
      retryAfterMs: retryAfterIn(response.headers) ?? minuteMs,
    });
  }

  const patiently = <T>(ask: () => Promise<T>): Promise<T> =>
    pRetry(ask, {
      ...{ retries: attempts - 1, minTimeout: retryDelayMs, factor: 2 },
      shouldRetry: async ({ error }) => {
        if (!(error instanceof PhpPortalFailed)) return false;
        const pause = error.retryAfterMs ?? 0;
        if (pause > longestPauseMs) return false;
        await wait(pause);
        return true;
      },
    });

  return {
    /**
     * Signs in as a client and returns a function that asks about a key. Throws `PhpPortalFailed` if the client is
     * refused.
     */
    async signIn(client: { id: string; secret: string }): Promise<(key: string) => Promise<PhpAnswer>> {
      const token = await patiently(async () => {
        const response = await send('/oauth/token', {
          headers: { accept: 'application/json' },
          body: new URLSearchParams({
            ...{ grant_type: 'client_credentials', client_id: client.id, client_secret: client.secret },
            scope: manageKeyScope,
          }),
        });
        const read = Token.safeParse(await bodyOf(response));
        if (response.status === 200 && read.success) return read.data.access_token;
        if (response.status >= 500) throw new PhpPortalFailed(`${base} answers ${response.status}`);
        // Asking again would be refused again.
        throw new AbortError(
          new PhpPortalFailed(
            `${base} refuses the client ${client.id} (status ${response.status}). Check --client-id and COMPARE_CLIENT_SECRET`,
          ),
        );
      });
      return (key) =>
        patiently(async () => {
          const response = await send('/api/validate', {
            headers: {
              ...{ accept: 'application/json', 'content-type': 'application/json' },
              authorization: `Bearer ${token}`,
            },
            body: JSON.stringify({ licence_key: key }),
          });
          const body = await bodyOf(response);
          if (response.status !== 200) return { status: response.status, nextCheckAt: null };
          const read = Good.safeParse(body);
          if (!read.success) throw new PhpPortalFailed(`${base} answers 200 without a date`);
          return { status: 200, nextCheckAt: read.data.next_check_at };
        });
    },

    /** Hands over an alert and returns the status of the answer. Repeats it if the portal doesn't answer. */
    deliver: (fields: URLSearchParams): Promise<number> =>
      patiently(async () => {
        const response = await send('/paddle/webhook', { body: fields });
        await response.body?.cancel();
        return response.status;
      }),
  };
}

export type PhpPortal = ReturnType<typeof createPhpPortal>;
