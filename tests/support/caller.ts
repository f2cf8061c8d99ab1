/** The context of a procedure called without HTTP. */
import type { Context } from '#server/platform/trpc/context.ts';

/** Somebody who has just signed in, or nobody. */
export const contextOf = (deps: Context['deps'], account: Context['account']): Context => ({
  deps,
  account,
  session: account && { id: 1, confirmedAt: new Date(), hasSecondFactor: false },
  caller: { ipAddress: '127.0.0.1', userAgent: 'test' },
  requestId: 'test',
  requestCountry: null,
});
