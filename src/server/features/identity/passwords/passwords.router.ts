/** A customer's password in their settings. */
import { z } from 'zod';
import { limited } from '#server/platform/trpc/call-limits.ts';
import { Done, done } from '#server/platform/trpc/done.ts';
import { actorOf, recentlyAuthenticatedProcedure, router } from '#server/platform/trpc/procedures.ts';
import { changePassword, setFirstPassword } from './change-password.ts';

/** Its length is judged where the reason can be said. */
const passwordProcedure = recentlyAuthenticatedProcedure
  .use(limited('signInMethods'))
  .input(z.object({ newPassword: z.string().max(1_000) }));

export const passwordsRouter = router({
  /** The browser gets another session in place of its own. */
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
