/**
 * Procedures for a customer's sessions. Ending a session requires no re-authentication, because that can only make the
 * account safer.
 */
import { z } from 'zod';
import { actorOf, customerProcedure, router } from '#server/platform/trpc/procedures.ts';
import { AppError } from '#shared/errors.ts';
import { SessionChoice, SessionView } from '#shared/identity/sessions.ts';
import { endOtherSessions, endSession } from './end-sessions.ts';

export const sessionsRouter = router({
  /** Lists the sessions, most recently used first. */
  list: customerProcedure.output(z.array(SessionView)).query(async ({ ctx }) => {
    const sessions = await ctx.deps.sessions.listForUser(ctx.account.id, new Date());
    return sessions.map((session) => ({ ...session, isThis: session.id === ctx.session.id }));
  }),

  end: customerProcedure
    .input(SessionChoice)
    .output(z.object({ ended: z.literal(true) }))
    .mutation(async ({ ctx, input }) => {
      if (!(await endSession(ctx.deps, actorOf(ctx), input.id)))
        throw new AppError('not_found', 'the customer has no such session');
      return { ended: true };
    }),

  endOthers: customerProcedure
    .output(z.object({ ended: z.int() }))
    .mutation(async ({ ctx }) => ({ ended: await endOtherSessions(ctx.deps, actorOf(ctx)) })),
});
