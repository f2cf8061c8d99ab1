/**
 * Sends the same requests to the portal as the real Monica client does (docs/contract.md, "Instances"). The caller
 * controls the client's clock.
 */
import { dayMs, hourMs } from '#shared/durations.ts';

/** Milliseconds for which a token is cached: 364 days, as in the real client. */
const tokenCacheMs = 364 * dayMs;
const checkEveryMs = 6 * hourMs;

export interface MonicaClientOptions {
  portalUrl: string;
  clientId: string;
  clientSecret: string;
  /** Called with the client's time before each request, so that tests can set the portal's clock to the same time. */
  onRequest?: (at: Date) => void;
}

export interface CheckAnswer {
  at: Date;
  status: number;
}

export interface MonicaClient {
  /** Simulates a customer who enters a licence key. Returns true if the portal responds with a 200. */
  enterKey(key: string, now: Date): Promise<boolean>;
  /** Advances the client's clock to `until`. Runs the job every six hours on the way. */
  passTimeUntil(until: Date): Promise<void>;
  /**
   * Returns whether the product is locked. It locks at 00:00 UTC on the date in `next_check_at` and unlocks when a 200
   * arrives.
   */
  isLocked(now: Date): boolean;
  /** Tells the client the portal's new URL, for example after the portal was restarted on another port. */
  portalMovedTo(url: string): void;
  readonly nextCheckAt: Date | null;
  readonly answers: readonly CheckAnswer[];
  readonly tokenRequests: number;
}

/** Creates a simulated Monica instance that has a single account. */
export function createMonicaClient(options: MonicaClientOptions): MonicaClient {
  let { portalUrl } = options;
  let cached: { token: string; until: number } | null = null;
  let key: string | null = null;
  let nextCheckAt: Date | null = null;
  let clock: Date | null = null;
  let tokenRequests = 0;
  const answers: CheckAnswer[] = [];

  async function token(now: Date): Promise<string | null> {
    // Like the real client, this one never requests a new token while one is cached, not even after a 401.
    if (cached && now.getTime() < cached.until) return cached.token;
    tokenRequests += 1;
    const response = await fetch(`${portalUrl}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: options.clientId,
        client_secret: options.clientSecret,
        scope: 'manage-key',
      }),
    });
    if (response.status !== 200) return null;
    const { access_token: fresh } = (await response.json()) as { access_token: string };
    cached = { token: fresh, until: now.getTime() + tokenCacheMs };
    return fresh;
  }

  async function validate(candidate: string, now: Date): Promise<boolean> {
    options.onRequest?.(now);
    const bearer = await token(now);
    const response = await fetch(`${portalUrl}/api/validate`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${bearer}`,
        'content-type': 'application/json',
        accept: 'application/json',
      },
      body: JSON.stringify({ licence_key: candidate }),
    });
    const text = await response.text();
    answers.push({ at: now, status: response.status });
    if (response.status !== 200) return false;
    const { next_check_at: day } = JSON.parse(text) as { next_check_at: string };
    nextCheckAt = new Date(`${day}T00:00:00Z`);
    return true;
  }

  const isLocked = (now: Date): boolean => nextCheckAt === null || now >= nextCheckAt;

  return {
    async enterKey(candidate, now) {
      clock ??= now;
      const accepted = await validate(candidate, now);
      if (accepted) key = candidate;
      return accepted;
    },
    async passTimeUntil(until) {
      if (!clock) throw new Error('enter a key first');
      const end = until.getTime();
      for (let at = clock.getTime() + checkEveryMs; at <= end; at += checkEveryMs) {
        clock = new Date(at);
        if (key !== null && isLocked(clock)) await validate(key, clock);
      }
    },
    isLocked,
    portalMovedTo(url) {
      portalUrl = url;
    },
    get nextCheckAt() {
      return nextCheckAt;
    },
    answers,
    get tokenRequests() {
      return tokenRequests;
    },
  };
}
