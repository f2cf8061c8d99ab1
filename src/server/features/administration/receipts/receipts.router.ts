/** Procedures for the acts of administrators on a customer's receipts. */
import { administrationProcedure, viewProcedure } from '#server/features/administration/procedures.router.ts';
import { previewRefund, toRefundProgress } from '#server/features/billing/refunds/preview-refund.ts';
import { requestRefund } from '#server/features/billing/refunds/request-refund.ts';
import { router } from '#server/platform/trpc/procedures.ts';
import { PaymentOfCustomer, RefundInput } from '#shared/administration/receipts.ts';
import { RefundPreview, RefundProgress } from '#shared/billing/refunds.ts';
import { AppError, type ErrorCode } from '#shared/errors.ts';
import { formatMoney } from '#shared/money.ts';

/** The errors for the reasons why a refund isn't asked for. */
const codes = {
  no_reason: 'invalid_input',
  request_of_another: 'invalid_input',
  unknown_order: 'not_found',
  nothing_left: 'nothing_to_refund',
  another_open: 'refund_open',
  wrong_amount: 'refund_too_high',
  paddle_refused: 'refund_refused',
} as const satisfies Record<string, ErrorCode>;

export const receiptsRouter = router({
  /** Returns what can be refunded of a payment, and what became of earlier refunds. Doesn't query Paddle. */
  previewRefund: viewProcedure
    .input(PaymentOfCustomer)
    .output(RefundPreview)
    .query(({ ctx, input }) => previewRefund(ctx.deps, input)),

  /** Asks Paddle for a refund, at most once for each request ID. */
  refund: administrationProcedure('receipt.refund')
    .input(RefundInput)
    .output(RefundProgress)
    .mutation(async ({ ctx, input }) => {
      const { customerId, orderId, reason, amount } = input;
      const payment = await ctx.deps.receipts.findByOrder(orderId);
      const stream = payment?.userId === customerId ? payment.stream : null;
      const subject = { kind: 'receipt', id: orderId, userId: customerId, stream } as const;
      return ctx.actByCall({ subject, reason }, async () => {
        const administratorId = ctx.administrator.userId;
        const asked = await requestRefund(ctx.deps, { ...input, administratorId });
        if (asked.status === 'refused')
          throw new AppError(
            codes[asked.reason],
            `a refund of ${orderId} was not asked for: ${asked.reason}`,
          );
        const { refund } = asked;
        if (refund.refusal !== null) throw new AppError(refund.refusal, 'the request was refused before');
        return {
          result: toRefundProgress(refund),
          after: { amount: formatMoney(amount, 'en'), state: refund.state },
        };
      });
    }),
});
