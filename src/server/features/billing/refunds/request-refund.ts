/** Asks Paddle for a refund, at most once. */
import type { Deps } from '#server/deps.ts';
import type { Receipt } from '#server/features/billing/receipts/receipt.repository.ts';
import { PaddleRefusal, PaddleUnavailable } from '#server/platform/paddle/errors.ts';
import { isSameMoney, type Money } from '#shared/money.ts';
import type { StoredRefund } from './refund-request.repository.ts';
import { leftOf, reportedRefunds } from './refunded-amounts.ts';

export interface RequestRefund {
  orderId: string;
  /** The customer whose payment it must be; null if it may be anybody's, or nobody's. */
  customerId: number | null;
  /** The amount to refund, in the currency of the payment; null refunds everything that hasn't been refunded yet. */
  amount: Money | null;
  /** Reason for the refund, which is sent to Paddle. */
  reason: string;
  /** Identifies the request, which is carried out once however often it arrives. */
  requestId: string;
  /** Null for the operator, who works on the command line. */
  administratorId: number | null;
}

export type RequestedRefund =
  /** Stored, and Paddle may have been asked. `refund` says what became of it. */
  | { status: 'stored'; refund: StoredRefund }
  | {
      status: 'refused';
      reason: 'no_reason' | 'unknown_order' | 'nothing_left' | 'another_open' | 'request_of_another';
    }
  | { status: 'refused'; reason: 'wrong_amount'; left: Money }
  | { status: 'refused'; reason: 'paddle_refused'; message: string };

type RefundDeps = Pick<Deps, 'events' | 'now' | 'paddle' | 'receipts' | 'refundRequests'>;

const refused = <R extends string>(reason: R) => ({ status: 'refused', reason }) as const;

async function paymentOf(
  { receipts }: Pick<Deps, 'receipts'>,
  { orderId, customerId }: Pick<RequestRefund, 'orderId' | 'customerId'>,
): Promise<Receipt | null> {
  const receipt = await receipts.findByOrder(orderId);
  return receipt && (customerId === null || receipt.userId === customerId) ? receipt : null;
}

/** Whether the amount can be refunded of what is left. */
const isPossible = (amount: Money, left: Money): boolean =>
  amount.currency === left.currency && amount.minor > 0 && amount.minor <= left.minor;

/** Returns the outcome of a request that has been stored before. */
function answerAgain(known: StoredRefund, { orderId, amount }: RequestRefund): RequestedRefund {
  const isSame = known.orderId === orderId && (amount === null || isSameMoney(amount, known.amount));
  return isSame ? { status: 'stored', refund: known } : refused('request_of_another');
}

async function stored(deps: RefundDeps, requestId: string): Promise<StoredRefund> {
  const found = await deps.refundRequests.findByRequest(requestId);
  if (!found) throw new Error(`the request ${requestId} to refund a payment has disappeared`);
  return found;
}

/**
 * Asks for the refund in these steps, each of which may be the last one before a crash:
 *
 * 1. Stores the request. From then on, the database refuses other refunds of the payment.
 * 2. Checks again that the amount is left, because an earlier refund may have been reported since.
 * 3. Records that Paddle is being called. From then on, only Paddle's alert says that the refund was made.
 * 4. Calls Paddle once.
 * 5. Records that Paddle accepted the request, refused it, or didn't respond.
 *
 * Paddle reviews a refund before it makes it. The receipt and the licence change when its alert arrives, which also
 * settles the request. `settle-refunds` finishes what a crash or a missing response leaves open.
 */
export async function requestRefund(deps: RefundDeps, asked: RequestRefund): Promise<RequestedRefund> {
  const { orderId, requestId, administratorId, reason } = asked;
  const { refundRequests } = deps;
  if (reason.trim() === '') return refused('no_reason');
  const known = await refundRequests.findByRequest(requestId);
  if (known) return answerAgain(known, asked);
  const payment = await paymentOf(deps, asked);
  if (!payment) return refused('unknown_order');
  const left = leftOf(payment);
  if (left.minor <= 0) return refused('nothing_left');
  const amount = asked.amount ?? left;
  if (!isPossible(amount, left)) return { ...refused('wrong_amount'), left };

  const { userId } = payment;
  const askedAt = deps.now();
  const added = await refundRequests.add({ requestId, orderId, userId, administratorId, amount, askedAt });
  if (added === 'another_open') return refused('another_open');
  const intent = await stored(deps, requestId);
  if (added === 'request_known') return answerAgain(intent, asked);
  const { id } = intent;

  const now = await paymentOf(deps, asked);
  if (!now || !isPossible(amount, leftOf(now))) {
    await refundRequests.refuseUncalled(id, 'refund_too_high', deps.now());
    return { ...refused('wrong_amount'), left: now ? leftOf(now) : { ...left, minor: 0 } };
  }
  const { given } = await reportedRefunds(deps, { orderId, stream: now.stream });
  if (await refundRequests.startCall(id, { at: deps.now(), refundedBefore: given })) {
    // If nothing has been refunded yet and everything is to be refunded, no amount is sent, and Paddle makes a full
    // refund, tax included.
    const isWhole = amount.minor === now.amount.minor;
    try {
      const request = { orderId, amount: isWhole ? null : amount, reason };
      await refundRequests.accept(id, await deps.paddle.refundPayment(request));
    } catch (error) {
      if (error instanceof PaddleRefusal) {
        await refundRequests.settle(id, { state: 'refused', refusal: 'refund_refused', at: deps.now() });
        return { ...refused('paddle_refused'), message: error.message };
      }
      if (!(error instanceof PaddleUnavailable)) throw error;
      await refundRequests.markUnknown(id);
    }
  }
  return { status: 'stored', refund: await stored(deps, requestId) };
}
