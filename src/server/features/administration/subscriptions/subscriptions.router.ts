/** Procedures for the acts of administrators on a customer's subscriptions. */
import { licenceSubject } from '#server/features/administration/licences/decide-licence.ts';
import {
  accountSubject,
  administrationProcedure,
  viewProcedure,
} from '#server/features/administration/procedures.router.ts';
import { changeOptions } from '#server/features/billing/changes/change-options.ts';
import { changeProgress } from '#server/features/billing/changes/change-progress.ts';
import { previewChange } from '#server/features/billing/changes/preview-change.ts';
import { limited } from '#server/platform/trpc/call-limits.ts';
import { router } from '#server/platform/trpc/procedures.ts';
import { ActOnCustomer } from '#shared/administration/acts.ts';
import { LicenceOfCustomer } from '#shared/administration/licences.ts';
import {
  CancellationForCustomer,
  ChangeOfCustomer,
  PlanForCustomer,
  PreviewForCustomer,
  ProgressOfCustomer,
  SeatsForCustomer,
  SyncOutcome,
} from '#shared/administration/subscriptions.ts';
import { ChangeOptions, ChangeProgress } from '#shared/billing/changes.ts';
import { changeForCustomer, countryOfCustomer } from './change-for-customer.ts';
import { syncCustomer } from './sync-customer.ts';

export const subscriptionsRouter = router({
  /** Returns what can be changed about the subscription of a licence, and why the rest can't. */
  options: viewProcedure
    .use(limited('prices'))
    .input(LicenceOfCustomer)
    .output(ChangeOptions)
    .query(async ({ ctx: { deps }, input: { customerId, licenceId } }) =>
      changeOptions(deps, {
        ...{ licenceId, userId: customerId },
        country: (await countryOfCustomer(deps, customerId)) ?? deps.settings.fallbackCountry,
      }),
    ),

  /** Returns what a change would do and cost. Changes nothing. */
  preview: viewProcedure
    .use(limited('changePreviews'))
    .input(ChangeOfCustomer)
    .output(PreviewForCustomer)
    .query(async ({ ctx: { deps }, input: { customerId, ...input } }) =>
      previewChange(deps, { userId: customerId, country: await countryOfCustomer(deps, customerId) }, input),
    ),

  /** Returns what became of a change. */
  status: viewProcedure
    .input(ProgressOfCustomer)
    .output(ChangeProgress)
    .query(({ ctx: { deps }, input: { customerId, changeId } }) =>
      changeProgress(deps, { changeId, userId: customerId }),
    ),

  changeSeats: administrationProcedure('subscription.changeSeats')
    .input(SeatsForCustomer)
    .output(ChangeProgress)
    .mutation(async ({ ctx, input }) => {
      const { quantity, requestId, shown, typedQuantity, reason } = input;
      const request = { requestId, shown, typedQuantity, change: { kind: 'seats', quantity } } as const;
      return ctx.actByCall({ subject: await licenceSubject(ctx.deps, input), reason }, () =>
        changeForCustomer(ctx.deps, ctx.administrator, input, request),
      );
    }),

  changePlan: administrationProcedure('subscription.changePlan')
    .input(PlanForCustomer)
    .output(ChangeProgress)
    .mutation(async ({ ctx, input }) => {
      const { planId, requestId, shown, reason } = input;
      const request = { requestId, shown, change: { kind: 'plan', planId } } as const;
      return ctx.actByCall({ subject: await licenceSubject(ctx.deps, input), reason }, () =>
        changeForCustomer(ctx.deps, ctx.administrator, input, request),
      );
    }),

  cancel: administrationProcedure('subscription.cancel')
    .input(CancellationForCustomer)
    .output(ChangeProgress)
    .mutation(async ({ ctx, input }) => {
      const { requestId, reason } = input;
      const request = { requestId, change: { kind: 'cancel' } } as const;
      return ctx.actByCall({ subject: await licenceSubject(ctx.deps, input), reason }, () =>
        changeForCustomer(ctx.deps, ctx.administrator, input, request),
      );
    }),

  /** Compares the customer's subscriptions with Paddle. What is found is logged and applied. */
  sync: administrationProcedure('customer.sync')
    .input(ActOnCustomer)
    .output(SyncOutcome)
    .mutation(({ ctx, input: { customerId, reason } }) =>
      ctx.actByCall({ subject: accountSubject(customerId), reason }, () =>
        syncCustomer(ctx.deps, customerId),
      ),
    ),
});
