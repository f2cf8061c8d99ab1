/** Procedures for re-authentication before a sensitive change. Passkeys use an authentication endpoint instead. */
import { z } from 'zod';
import { limited } from '#server/platform/trpc/call-limits.ts';
import { Done, done } from '#server/platform/trpc/done.ts';
import { actorOf, customerProcedure, router } from '#server/platform/trpc/procedures.ts';
import { LoginProviderId, ProviderRedirect } from '#shared/identity/login-providers.ts';
import {
  assertReauthenticatesBy,
  reauthenticateByCode,
  reauthenticateByPassword,
  sendReauthenticationCode,
} from './reauthenticate-in-settings.ts';

export const reauthenticationRouter = router({
  byPassword: customerProcedure
    .use(limited('passwordGuesses'))
    .input(z.object({ password: z.string().min(1).max(1_000) }))
    .output(Done)
    .mutation(({ ctx, input }) => reauthenticateByPassword(ctx.deps, actorOf(ctx), input).then(() => done)),

  sendCode: customerProcedure
    .use(limited('mailedCodes'))
    .output(Done)
    .mutation(({ ctx }) => sendReauthenticationCode(ctx.deps, actorOf(ctx), ctx.account).then(() => done)),

  /** Re-authenticates with an e-mailed code. Malformed input counts as a wrong code. */
  byCode: customerProcedure
    .use(limited('mailedCodeGuesses'))
    .input(z.object({ code: z.string().max(20).catch('') }))
    .output(Done)
    .mutation(({ ctx, input }) => reauthenticateByCode(ctx.deps, actorOf(ctx), input).then(() => done)),

  /** Returns the URL at which the provider asks the customer to authenticate, for the browser to open. */
  byProvider: customerProcedure
    .use(limited('signInMethods'))
    .input(z.object({ provider: LoginProviderId }))
    .output(ProviderRedirect)
    .mutation(async ({ ctx: { deps, account, session }, input: { provider } }) => {
      await assertReauthenticatesBy(deps, account.id, provider);
      return { url: await session.visitProvider(provider, 'confirm') };
    }),
});
