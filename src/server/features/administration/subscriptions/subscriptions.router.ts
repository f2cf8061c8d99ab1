/** Procedures for the acts of administrators on a customer's subscriptions. */
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
  ProgressOfCustomer,
  SeatsForCustomer,
  SyncOutcome,
} from '#shared/administration/subscriptions.ts';
import { ChangeOptions, ChangeProgress, SharedPreview } from '#shared/billing/changes.ts';
import { changeAsAct, countryOfCustomer } from './change-for-customer.ts';
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
    .output(SharedPreview)
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
    .mutation(({ ctx, input: { quantity, requestId, shown, typedQuantity, ...asked } }) =>
      changeAsAct(ctx, asked, {
        ...{ requestId, shown, typedQuantity, change: { kind: 'seats', quantity } },
      }),
    ),

  changePlan: administrationProcedure('subscription.changePlan')
    .input(PlanForCustomer)
    .output(ChangeProgress)
    .mutation(({ ctx, input: { planId, requestId, shown, ...asked } }) =>
      changeAsAct(ctx, asked, { requestId, shown, change: { kind: 'plan', planId } }),
    ),

  cancel: administrationProcedure('subscription.cancel')
    .input(CancellationForCustomer)
    .output(ChangeProgress)
    .mutation(({ ctx, input: { requestId, ...asked } }) =>
      changeAsAct(ctx, asked, { requestId, change: { kind: 'cancel' } }),
    ),

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
