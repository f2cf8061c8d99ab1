/** `portal payment:refund`: requests a refund from Paddle. */
import type { Command } from 'commander';
import { words } from '#cli/arguments.ts';
import { withPortal } from '#cli/open-portal.ts';
import { done, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { type RefundedPayment, refundPayment } from '#server/features/billing/decisions/refund-payment.ts';
import { formatMoney, type Money, minorDigits, parseDecimal } from '#shared/money.ts';

export function addRefundPayment(program: Command): void {
  const command = program
    .command('payment:refund')
    .summary('ask Paddle to give money back')
    .description(
      'Asks Paddle to give a payment back, all that is left of it or an amount. Paddle reviews the request; when ' +
        'its alert comes the receipt says so, and a full refund ends the period that was paid.',
    )
    .argument('<order>', 'the order id on the receipt', words(64))
    .option('--amount <amount>', 'such as 5.00, in the currency of the payment; left out: all that is left')
    .requiredOption('--reason <text>', 'why; Paddle is told', words(500));
  answers<{ amount?: string; reason: string }>(command, ({ amount: typed, reason }, order) =>
    withPortal(async (deps) => {
      const orderId = order ?? '';
      const receipt = await deps.receipts.findByOrder(orderId);
      if (!receipt) return refused(`There is no receipt of order ${orderId}.`);
      const { currency } = receipt.amount;
      const amount = typed === undefined ? null : exactly(typed, currency);
      if (typed !== undefined && amount === null) {
        return refused(
          `"${typed}" is not an amount of ${currency}: write ${minorDigits(currency) === 0 ? '500' : '5.00'}.`,
        );
      }
      const asked = await refundPayment(deps, { orderId, amount, reason });
      if (asked.status === 'refused') return refused(sentenceFor(asked, orderId));
      return done(`Asked Paddle to give back ${formatMoney(asked.amount, 'en')} of order ${orderId}.`, {
        order_id: orderId,
        amount: asked.amount,
      });
    }),
  );
}

/** Parses an amount. Returns null if it is malformed or has more decimals than the currency. */
function exactly(text: string, currency: string): Money | null {
  const fraction = text.trim().split('.')[1] ?? '';
  return fraction.length > minorDigits(currency) ? null : parseDecimal(text, currency);
}

function sentenceFor(asked: Extract<RefundedPayment, { status: 'refused' }>, orderId: string): string {
  switch (asked.reason) {
    case 'no_reason':
      return 'Say why: --reason must not be empty.';
    case 'unknown_order':
      return `There is no receipt of order ${orderId}.`;
    case 'nothing_left':
      return `Nothing is left of order ${orderId} to give back.`;
    case 'wrong_amount':
      return `At most ${formatMoney(asked.left, 'en')} of order ${orderId} can be given back, and more than nothing.`;
    case 'paddle_unavailable':
      return 'Paddle did not answer, and may have taken the request or not: look at the order there before asking again.';
    case 'paddle_refused':
      return `Paddle refused: ${asked.message}.`;
  }
}
