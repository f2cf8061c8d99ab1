/** Procedures that start and end a view of a customer's pages. They are called without the header of the view. */
import {
  accountSubject,
  administrationProcedure,
  viewProcedure,
} from '#server/features/administration/procedures.router.ts';
import { Done, done } from '#server/platform/trpc/done.ts';
import { router } from '#server/platform/trpc/procedures.ts';
import { ActOnCustomer } from '#shared/administration/acts.ts';
import { ViewStarted } from '#shared/administration/view-as.ts';
import { startView } from './start-view.ts';
import { newViewToken } from './view-token.ts';

export const viewAsRouter = router({
  /** Starts a view. An earlier one of the same session ends. */
  start: administrationProcedure('customer.viewAs')
    .input(ActOnCustomer)
    .output(ViewStarted)
    .mutation(({ ctx, input: { customerId, reason } }) => {
      const token = newViewToken();
      return ctx.act({ subject: accountSubject(customerId), reason }, (inside) =>
        startView(inside, ctx.administrator, { customerId, token }),
      );
    }),

  /** Ends the view of this session, if there is one. */
  stop: viewProcedure.output(Done).mutation(async ({ ctx }) => {
    await ctx.deps.viewSessions.endOfSession(ctx.session.id);
    return done;
  }),
});
