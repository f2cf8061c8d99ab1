/** Provides the context for calling a procedure without HTTP. */
import type { Deps } from '#server/deps.ts';
import { type Context, withoutPaddle } from '#server/platform/trpc/context.ts';

/** Returns the context of a user who has just signed in or, if `account` is null, of a signed-out visitor. */
export const contextOf = (deps: Deps, account: Context['account']): Context => ({
  deps: withoutPaddle(deps),
  account,
  session: account && {
    ...{ id: 1, reauthenticatedAt: new Date(), hasSecondFactor: false },
    restart: async () => undefined,
    visitProvider: async () => 'https://provider.example',
  },
  viewing: null,
  showsAnother: false,
  caller: { ipAddress: '127.0.0.1', userAgent: 'test' },
  requestId: 'test',
  requestCountry: null,
});
