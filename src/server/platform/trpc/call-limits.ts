/** Limits how often an account may call a procedure. The counts are shared by all processes. */

import { networkOf } from '#server/platform/http/request/network.ts';
import { logFailure } from '#server/platform/observability/failure-log.ts';
import type { Counted, Limit } from '#server/platform/rate-limits/limiter.ts';
import { hourSeconds, minuteSeconds } from '#shared/durations.ts';
import { type Context, withPaddle } from './context.ts';
import { middleware } from './procedures.ts';

interface CallLimitRow extends Limit {
  /**
   * Counted per session instead of per account, so that an attacker with a stolen session can't lock the user out of
   * other sessions.
   */
  bySession?: true;
  /** A second limit, counted per network. It is higher, because everyone in an office may share the network. */
  network?: Limit;
  /** A call that succeeds wasn't a guess: it doesn't count for the network, and resets the session's count. */
  forgives?: true;
}

/** For procedures that a caller could use to guess something that only the customer knows or has. */
const guesses = {
  ...{ tries: 10, seconds: 15 * minuteSeconds, bySession: true, forgives: true },
  network: { tries: 60, seconds: 15 * minuteSeconds },
} as const satisfies CallLimitRow;

/** Limits per account. Procedures with the same limit share its attempts. */
export const callLimits = {
  /** For pay links and coupons. Each call queries Paddle and may be a guess at a coupon code. */
  payLinks: { tries: 20, seconds: minuteSeconds },
  prices: { tries: 60, seconds: minuteSeconds },
  /** For the payment method on file, which is cached for a few minutes. */
  cards: { tries: 30, seconds: minuteSeconds },
  /** Each preview of a change queries Paddle several times. */
  changePreviews: { tries: 60, seconds: minuteSeconds },
  /** For requests to change a subscription. Changes that charge something have a lower limit of their own. */
  changeRequests: { tries: 30, seconds: minuteSeconds },
  keys: { tries: 60, seconds: minuteSeconds },
  /** Each call folds all events of a licence. */
  histories: { tries: 60, seconds: minuteSeconds },
  /** For calls that may send an e-mail. */
  mails: { tries: 20, seconds: hourSeconds },
  /** For links in e-mails that work without a session. */
  mailedLinks: { tries: 60, seconds: minuteSeconds },
  tokens: { tries: 60, seconds: hourSeconds },
  /** Each call queries Paddle once per subscription. */
  deletion: { tries: 10, seconds: hourSeconds },
  /** For changes to sign-in methods. Some of them hash a password, which is slow. */
  signInMethods: { tries: 120, seconds: minuteSeconds },
  /** For acts of administrators. */
  administration: { tries: 120, seconds: minuteSeconds },
  /** For the search of customers, which the page calls as the administrator types. */
  customerSearch: { tries: 300, seconds: minuteSeconds },
  passwordGuesses: guesses,
  mailedCodeGuesses: guesses,
  authenticatorCodes: guesses,
  /** Each call sends an e-mail with a code. Five guesses at that code are allowed. */
  mailedCodes: {
    tries: 5,
    seconds: hourSeconds,
    bySession: true,
    network: { tries: 30, seconds: hourSeconds },
  },
} as const satisfies Record<string, CallLimitRow>;

export type CallLimit = keyof typeof callLimits;

/**
 * Limits for all signed-out visitors of a network. They are high, because an office may share one address. The prices
 * that signed-out visitors see come from a cache that queries Paddle once an hour per country.
 */
const networkLimits: Partial<Record<CallLimit, Limit>> = { prices: { tries: 1_200, seconds: minuteSeconds } };

const limits = new WeakMap<object, CallLimit>();

type Caller = Pick<Context, 'account' | 'session' | 'caller'>;

const limitFor = (name: CallLimit, { account }: Caller): Limit =>
  (account ? undefined : networkLimits[name]) ?? callLimits[name];

function whose({ bySession }: CallLimitRow, { account, session, caller }: Caller): string[] {
  if (bySession && session) return ['session', String(session.id)];
  return account ? ['account', String(account.id)] : ['network', networkOf(caller.ipAddress)];
}

function countersOf(name: CallLimit, caller: Caller): { network: Counted[]; own: Counted[] } {
  const row: CallLimitRow = callLimits[name];
  const of = [networkOf(caller.caller.ipAddress)];
  return {
    network: row.network ? [{ name: `procedure-network:${name}`, of, limit: row.network }] : [],
    own: [{ name: `procedure:${name}`, of: whose(row, caller), limit: limitFor(name, caller) }],
  };
}

/** Returns the counter that an account's calls share, for handlers that aren't procedures. */
export const countedForAccount = (name: CallLimit, accountId: number): Counted => ({
  ...{ name: `procedure:${name}`, of: ['account', String(accountId)] },
  limit: callLimits[name],
});

/**
 * Counts every call, including each call in a batch, and adds Paddle to the dependencies. Signed-out visitors are
 * counted by network. If the limit is exceeded, throws `too_many_requests` with the time to wait.
 */
export function limited(name: CallLimit) {
  const builder = middleware(async ({ ctx, next }) => {
    const { limiter, log } = ctx.deps;
    const { network, own } = countersOf(name, ctx);
    await limiter.takeOrThrow([...network, ...own], `too many calls under ${name}`);
    const result = await next({ ctx: { deps: withPaddle(ctx.deps) } });
    const row: CallLimitRow = callLimits[name];
    if (result.ok && row.forgives) {
      // If resetting the count fails, the failure is only logged, because the call itself has succeeded.
      const cannotForget = (error: unknown) =>
        logFailure(log, error, { level: 'warn' }, 'failed attempts could not be reset');
      await limiter.release({ giveBack: network, forget: own }).catch(cannotForget);
    }
    return result;
  });
  for (const each of builder._middlewares) limits.set(each, name);
  return builder;
}

/** Returns the limit that applies to a procedure; null if there is none. */
export const limitOf = (middlewares: readonly object[]): CallLimit | null =>
  middlewares.map((each) => limits.get(each)).find((name) => name !== undefined) ?? null;
