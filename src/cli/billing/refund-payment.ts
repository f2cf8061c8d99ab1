/** `portal payment:refund`: asks Paddle to refund a payment. */
import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { words } from '#cli/arguments.ts';
import { withPortal } from '#cli/open-portal.ts';
import { done, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { type RequestedRefund, requestRefund } from '#server/features/billing/refunds/request-refund.ts';
import { formatMoney, type Money, minorDigits, parseDecimal } from '#shared/money.ts';

export function addRefundPayment(program: Command): void {
  const command = program
    .command('payment:refund')
    .summary('request a refund from Paddle')
    .description(
      'Asks Paddle to refund a payment, either an amount or everything not yet refunded. Paddle reviews the request. Once ' +
        'its alert arrives, the receipt shows the refund. A full refund ends the period that was paid for.',
    )
    .argument('<order>', 'the order id on the receipt', words(64))
    .option(
      '--amount <amount>',
      'the amount in the currency of the payment, such as 5.00 (default: everything not yet refunded)',
    )
    .requiredOption('--reason <text>', 'the reason, which is sent to Paddle', words(500));
  answers<{ amount?: string; reason: string }>(command, ({ amount: typed, reason }, order) =>
    withPortal(async (deps) => {
      const orderId = order ?? '';
      const receipt = await deps.receipts.findByOrder(orderId);
      if (!receipt) return refused(`There is no receipt for order ${orderId}.`);
      const { currency } = receipt.amount;
      const amount = typed === undefined ? null : exactly(typed, currency);
      if (typed !== undefined && amount === null) {
        return refused(
          `"${typed}" is not an amount in ${currency}. Write it as ${minorDigits(currency) === 0 ? '500' : '5.00'}.`,
        );
      }
      const requestId = randomBytes(16).toString('hex');
      const asked = await requestRefund(deps, {
        ...{ orderId, amount, reason, requestId },
        ...{ customerId: null, administratorId: null },
      });
      if (asked.status === 'refused') return refused(sentenceFor(asked, orderId));
      const { refund } = asked;
      if (refund.state === 'unknown')
        return refused(
          'Paddle did not respond, so the refund may or may not have been requested. It is not requested again: if Paddle reports it, the receipt shows it. Otherwise the payment can be refunded again after 14 days.',
        );
      return done(
        `Requested a refund of ${formatMoney(refund.amount, 'en')} for order ${orderId} from Paddle.`,
        {
          order_id: orderId,
          amount: refund.amount,
        },
      );
    }),
  );
}

/** Parses an amount. Returns null if the amount is malformed or has more decimals than the currency allows. */
function exactly(text: string, currency: string): Money | null {
  const fraction = text.trim().split('.')[1] ?? '';
  return fraction.length > minorDigits(currency) ? null : parseDecimal(text, currency);
}

function sentenceFor(asked: Extract<RequestedRefund, { status: 'refused' }>, orderId: string): string {
  switch (asked.reason) {
    case 'no_reason':
      return 'Give a reason: --reason must not be empty.';
    case 'unknown_order':
      return `There is no receipt for order ${orderId}.`;
    case 'nothing_left':
      return `Order ${orderId} has already been refunded in full.`;
    case 'wrong_amount':
      return `The refund must be more than zero and at most ${formatMoney(asked.left, 'en')}, the amount of order ${orderId} not yet refunded.`;
    case 'another_open':
      return `Another refund of order ${orderId} is in progress.`;
    case 'request_of_another':
      return 'The ID of this request is already in use. Run the command again.';
    case 'paddle_refused':
      return `Paddle refused the refund: ${asked.message}.`;
  }
}
