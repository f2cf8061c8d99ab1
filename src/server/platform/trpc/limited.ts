/** How often one account may call a procedure: part of the procedure, and counted for all processes together. */

import { networkOf } from '#server/platform/http/request/network.ts';
import type { Limit } from '#server/platform/rate-limits/limiter.ts';
import { hourSeconds, minuteSeconds } from '#shared/durations.ts';
import { AppError } from '#shared/errors.ts';
import { type Context, withPaddle } from './context.ts';
import { middleware } from './procedures.ts';

/** By account. One name may limit several procedures: they then share its tries. */
export const callLimits = {
  /** A pay link or a coupon: each is a call of Paddle's, and a guess at a coupon. */
  payLinks: { tries: 20, seconds: minuteSeconds },
  prices: { tries: 60, seconds: minuteSeconds },
  keys: { tries: 60, seconds: minuteSeconds },
  /** Each may send a mail. */
  mails: { tries: 20, seconds: hourSeconds },
  tokens: { tries: 60, seconds: hourSeconds },
  /** Each asks Paddle once for every subscription. */
  deletion: { tries: 10, seconds: hourSeconds },
} as const satisfies Record<string, Limit>;

export type CallLimit = keyof typeof callLimits;

/**
 * Of a whole network that is not signed in, for there may be an office behind it. What anybody may ask is answered from
 * a cache that asks Paddle once an hour for each country.
 */
const networkLimits: Partial<Record<CallLimit, Limit>> = { prices: { tries: 1_200, seconds: minuteSeconds } };

const limits = new WeakMap<object, CallLimit>();

const limitFor = (name: CallLimit, { account }: Pick<Context, 'account'>): Limit =>
  (account ? undefined : networkLimits[name]) ?? callLimits[name];

const whose = ({ account, caller }: Pick<Context, 'account' | 'caller'>): string[] =>
  account ? ['account', String(account.id)] : ['network', networkOf(caller.ipAddress)];

/**
 * Counts each call, one of a batch too, and hands over what asks Paddle. Who is not signed in is counted by network.
 * Throws `too_many_requests` with the time to wait.
 */
export function limited(name: CallLimit) {
  const builder = middleware(async ({ ctx, next }) => {
    const counted = { name: `procedure:${name}`, of: whose(ctx), limit: limitFor(name, ctx) };
    const retryAfterSeconds = await ctx.deps.limiter.take([counted]);
    if (retryAfterSeconds !== null)
      throw new AppError('too_many_requests', `too many calls under ${name}`, { retryAfterSeconds });
    return next({ ctx: { deps: withPaddle(ctx.deps) } });
  });
  for (const each of builder._middlewares) limits.set(each, name);
  return builder;
}

/** What a procedure is limited by; null where it is not. */
export const limitOf = (middlewares: readonly object[]): CallLimit | null =>
  middlewares.map((each) => limits.get(each)).find((name) => name !== undefined) ?? null;
