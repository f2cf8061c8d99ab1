/** Procedures for a customer's sign-in methods, sessions and security log. */
import { z } from 'zod';
import { limited } from '#server/platform/trpc/call-limits.ts';
import { Done, done } from '#server/platform/trpc/done.ts';
import {
  actorOf,
  customerProcedure,
  recentlyAuthenticatedProcedure,
  router,
} from '#server/platform/trpc/procedures.ts';
import { AppError } from '#shared/errors.ts';
import { LoginProviderId, ProviderRedirect } from '#shared/identity/login-providers.ts';
import { PasskeyRemoval, PasskeyRenaming, PasskeyView } from '#shared/identity/passkeys.ts';
import { SecurityEventPage, SignInMethods } from '#shared/identity/security-log.ts';
import { removePasskey, renamePasskey } from './passkeys/change-passkeys.ts';
import { passwordsRouter } from './passwords/passwords.router.ts';
import { reauthenticationRouter } from './reauthentication/reauthentication.router.ts';
import { securityLogPage } from './security-log/security-log-page.ts';
import { sessionsRouter } from './sessions/sessions.router.ts';
import { unlinkProvider } from './social/unlink-provider.ts';
import { twoStepRouter } from './two-step/two-step.router.ts';

export const identityRouter = router({
  sessions: sessionsRouter,
  passwords: passwordsRouter,
  reauthentication: reauthenticationRouter,
  twoStep: twoStepRouter,

  /** Returns the methods with which the customer can sign in and re-authenticate. */
  signInMethods: customerProcedure
    .output(SignInMethods)
    .query(({ ctx }) => ctx.deps.signInMethods.find(ctx.account.id)),

  passkeys: customerProcedure
    .output(z.array(PasskeyView))
    .query(({ ctx }) => ctx.deps.passkeys.listForUser(ctx.account.id)),

  renamePasskey: customerProcedure
    .input(PasskeyRenaming)
    .output(Done)
    .mutation(({ ctx, input }) => renamePasskey(ctx.deps, actorOf(ctx), input).then(() => done)),

  removePasskey: recentlyAuthenticatedProcedure
    .input(PasskeyRemoval)
    .output(Done)
    .mutation(({ ctx, input }) => removePasskey(ctx.deps, actorOf(ctx), input).then(() => done)),

  /**
   * Returns the provider's URL for the browser to open. The account is linked when the browser returns from the
   * provider.
   */
  linkProvider: recentlyAuthenticatedProcedure
    .use(limited('signInMethods'))
    .input(z.object({ provider: LoginProviderId }))
    .output(ProviderRedirect)
    .mutation(async ({ ctx: { deps, session }, input: { provider } }) => {
      if (!deps.settings.loginProviders.includes(provider))
        throw new AppError('not_found', 'the provider is not offered');
      return { url: await session.visitProvider(provider, 'link') };
    }),

  unlinkProvider: recentlyAuthenticatedProcedure
    .input(z.object({ provider: LoginProviderId }))
    .output(Done)
    .mutation(({ ctx, input }) => unlinkProvider(ctx.deps, actorOf(ctx), input).then(() => done)),

  /** Returns events, newest first. With `before`, returns only those older than that event. */
  securityLog: customerProcedure
    .input(z.object({ before: z.int().positive().optional() }))
    .output(SecurityEventPage)
    .query(({ ctx, input: { before } }) => securityLogPage(ctx.deps, ctx.account.id, before)),
});
