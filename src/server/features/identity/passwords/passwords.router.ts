/** Procedures for a customer's password. */
import { z } from 'zod';
import { limited } from '#server/platform/trpc/call-limits.ts';
import { Done, done } from '#server/platform/trpc/done.ts';
import { actorOf, recentlyAuthenticatedProcedure, router } from '#server/platform/trpc/procedures.ts';
import { changePassword, setFirstPassword } from './change-password.ts';

/**
 * Accepts a new password of any length. The length is checked later, where the reason for refusing it can be reported.
 */
const passwordProcedure = recentlyAuthenticatedProcedure
  .use(limited('signInMethods'))
  .input(z.object({ newPassword: z.string().max(1_000) }));

export const passwordsRouter = router({
  /** Changes the password. All sessions end, and the browser gets a new one. */
  change: passwordProcedure.output(Done).mutation(async ({ ctx, input }) => {
    await changePassword(ctx.deps, actorOf(ctx), { owner: ctx.account, ...input });
    await ctx.session.restart(ctx.caller);
    return done;
  }),

  setFirst: passwordProcedure.output(Done).mutation(async ({ ctx, input }) => {
    await setFirstPassword(ctx.deps, actorOf(ctx), { owner: ctx.account, ...input });
    return done;
  }),
});
