/** How a customer proves who they are: sign-in methods, sessions and the security log. */
import { z } from 'zod';
import {
  customerProcedure,
  recentlyAuthenticatedProcedure,
  router,
} from '#server/platform/trpc/procedures.ts';
import { LoginProviderId } from '#shared/identity/login-providers.ts';
import { PasskeyRemoval, PasskeyRenaming, PasskeyView } from '#shared/identity/passkeys.ts';
import { SecurityEventPage, SignInMethods } from '#shared/identity/security-log.ts';
import { removePasskey, renamePasskey } from './passkeys/change-passkeys.ts';
import { sessionsRouter } from './sessions/sessions.router.ts';
import { unlinkProvider } from './social/unlink-provider.ts';

const eventsOnAPage = 20;

/** What a change answers that has nothing to say but that it was made. */
const Done = z.object({ ok: z.literal(true) });
const done = { ok: true } as const;

export const identityRouter = router({
  sessions: sessionsRouter,

  /** How they can sign in, and so how they can show again who they are. */
  signInMethods: customerProcedure
    .output(SignInMethods)
    .query(({ ctx }) => ctx.deps.signInMethods.find(ctx.account.id)),

  passkeys: customerProcedure
    .output(z.array(PasskeyView))
    .query(({ ctx }) => ctx.deps.passkeys.listForUser(ctx.account.id)),

  renamePasskey: customerProcedure
    .input(PasskeyRenaming)
    .output(Done)
    .mutation(async ({ ctx: { deps, account, caller }, input }) => {
      await renamePasskey(deps, { userId: account.id, caller }, input);
      return done;
    }),

  removePasskey: recentlyAuthenticatedProcedure
    .input(PasskeyRemoval)
    .output(Done)
    .mutation(async ({ ctx: { deps, account, caller }, input }) => {
      await removePasskey(deps, { userId: account.id, caller }, input);
      return done;
    }),

  unlinkProvider: recentlyAuthenticatedProcedure
    .input(z.object({ provider: LoginProviderId }))
    .output(Done)
    .mutation(async ({ ctx: { deps, account, caller }, input }) => {
      await unlinkProvider(deps, { userId: account.id, caller }, input);
      return done;
    }),

  /** What happened to the account, the newest first; those before that event where told. */
  securityLog: customerProcedure
    .input(z.object({ before: z.int().positive().optional() }))
    .output(SecurityEventPage)
    .query(async ({ ctx, input: { before } }) => {
      const events = await ctx.deps.securityEvents.listForUser(ctx.account.id, {
        ...(before === undefined ? {} : { before }),
        limit: eventsOnAPage + 1,
      });
      const shown = events.slice(0, eventsOnAPage);
      return { events: shown, next: events.length > eventsOnAPage ? (shown.at(-1)?.id ?? null) : null };
    }),
});
