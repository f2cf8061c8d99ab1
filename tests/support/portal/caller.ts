/** The context of a procedure called without HTTP. */
import type { Deps } from '#server/deps.ts';
import { type Context, withoutPaddle } from '#server/platform/trpc/context.ts';

/** Somebody who has just signed in, or nobody. */
export const contextOf = (deps: Deps, account: Context['account']): Context => ({
  deps: withoutPaddle(deps),
  account,
  session: account && {
    ...{ id: 1, reauthenticatedAt: new Date(), hasSecondFactor: false },
    restart: async () => undefined,
    visitProvider: async () => 'https://provider.example',
  },
  showsAnother: false,
  caller: { ipAddress: '127.0.0.1', userAgent: 'test' },
  requestId: 'test',
  requestCountry: null,
});
