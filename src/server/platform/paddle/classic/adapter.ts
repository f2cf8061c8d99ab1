/** Implements the Paddle port for Paddle Classic. */
import type { Logger } from 'pino';
import { z } from 'zod';
import { PaddleRefusal } from '#server/platform/paddle/errors.ts';
import type { PaddlePort, PriceQuestion } from '#server/platform/paddle/port.ts';
import { alertsOf, toFacts } from '#server/platform/paddle/to-facts.ts';
import { toDecimal } from '#shared/money.ts';
import { alertOf } from './alerts.ts';
import { changeCalls } from './changes/change-calls.ts';
import { smallestCharge } from './changes/change-terms.ts';
import { payLinkFields } from './checkout/pay-link.ts';
import { PlanRows } from './checkout/plans.ts';
import { type ListedPrice, PriceAnswer } from './checkout/prices.ts';
import { identifiersOf, redactAlert, withoutFormerAddress } from './personal-fields.ts';
import { readPublicKey } from './public-key.ts';
import { paginate, type VendorPost } from './read-lists.ts';
import { proveBody, selfTestSignatures } from './signature.ts';
import { vendorApi } from './vendor-api.ts';

export interface ClassicPaddleOptions {
  vendorId: number;
  vendorAuthCode: string;
  /** In any format that `readPublicKey` accepts. With an unusable key every alert is rejected. */
  publicKey: string;
  /** Base URLs ending in `/api/2.0`, without a trailing slash. */
  vendorsUrl: string;
  checkoutUrl: string;
  log: Logger;
  /** The business clock. It determines which part of the alert history is requested. */
  now: () => Date;
  /** Timeout of one call, in milliseconds. */
  timeoutMs?: number;
  /** Milliseconds before the first retry of a list request; later retries wait longer. */
  retryDelayMs?: number;
}

const PayLinkAnswer = z.object({ url: z.url({ protocol: /^https?$/ }) });

/** Lenient, because an answer that can't be read must not look as if Paddle hadn't been reached. */
const RefundAnswer = z
  .object({ refund_request_id: z.coerce.string().max(32).nullable().catch(null) })
  .catch({ refund_request_id: null });

/**
 * Creates the adapter. Logs an error if alerts can't be verified on this system, but doesn't throw: pings still work,
 * and Paddle retries its alerts for three days.
 */
export function classicPaddle(options: ClassicPaddleOptions): PaddlePort {
  const { vendorId, vendorAuthCode, vendorsUrl, checkoutUrl, log } = options;
  const callPaddle = vendorApi({ log, timeoutMs: options.timeoutMs ?? 10_000, secret: vendorAuthCode });
  const publicKey = readPublicKey(options.publicKey);
  if (publicKey.status === 'unusable') {
    log.error(`PADDLE_PUBLIC_KEY ${publicKey.reason}: every alert will be refused`);
  }
  const selfTest = selfTestSignatures();
  if (selfTest.status === 'broken') log.error(`Alerts of Paddle cannot be verified: ${selfTest.problem}`);

  const post: VendorPost = (path, fields, answer, { timeoutMs } = {}) =>
    callPaddle({
      name: `POST ${path}`,
      url: `${vendorsUrl}${path}`,
      form: new URLSearchParams({ vendor_id: String(vendorId), vendor_auth_code: vendorAuthCode, ...fields }),
      answer,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    });
  async function pricesIn({ planIds, country }: PriceQuestion): Promise<ListedPrice[]> {
    if (planIds.length === 0) return [];
    const query = new URLSearchParams({ product_ids: planIds.join(','), customer_country: country });
    const { products } = await callPaddle({
      name: 'GET /prices',
      url: `${checkoutUrl}/prices?${query}`,
      answer: PriceAnswer,
    });
    return products.filter((product) => planIds.includes(product.planId));
  }
  const lists = paginate({ post, log, now: options.now, retryDelayMs: options.retryDelayMs ?? 1_000 });

  return {
    ...lists,

    async prices(question) {
      const listed = await pricesIn(question);
      return listed.map(({ planId, gross, tax }) => ({ planId, gross, tax }));
    },

    everyPlan: () => post('/subscription/plans', {}, PlanRows),

    async createPayLink(request) {
      const fields = await payLinkFields({ post, pricesIn }, request);
      const { url } = await post('/product/generate_pay_link', fields, PayLinkAnswer);
      return url;
    },

    ...changeCalls({ post, pricesIn, now: options.now, log }),

    capabilities: () => ({
      cancelsAt: 'once',
      canUndoCancel: false,
      canPause: true,
      // The shape of Paddle's preview isn't documented (docs/paddle-classic.md, Q3).
      canPreviewExactly: false,
      intervalChange: 'bills_now',
      dropsRecurringCoupon: true,
      smallestCharge,
    }),

    // Classic sends these URLs in its alerts, and they don't expire.
    pagesOf: ({ updateUrl, cancelUrl }) => ({ cardPage: updateUrl, cancelPage: cancelUrl }),
    receiptPage: ({ receiptUrl }) => receiptUrl,

    async cancelSubscription(ref) {
      try {
        await post('/subscription/users_cancel', { subscription_id: ref.id }, z.unknown());
      } catch (error) {
        if (!(error instanceof PaddleRefusal)) throw error;
        if (error.reason === 'unknown_subscription') return;
        if (error.reason === 'invoice_in_progress') throw error;
        // Paddle doesn't document the error for a subscription that has already ended, so check its status.
        const [found] = await lists.subscriptions({ ref }).catch(() => []);
        if (found?.status !== 'deleted') throw error;
      }
    },

    async refundPayment({ orderId, amount, reason }) {
      const fields = { order_id: orderId, reason, ...(amount ? { amount: toDecimal(amount) } : {}) };
      const answer = await post('/payment/refund', fields, RefundAnswer);
      return answer.refund_request_id;
    },

    readAlert(rawBody) {
      const proof = proveBody(rawBody, publicKey);
      if (proof.status === 'refused') return proof;
      return { status: 'proven', alert: alertOf(proof.fields, proof.digest) };
    },

    toFacts,
    alertsOf,
    identifiersOf,
    redactAlert,
    withoutFormerAddress,
  };
}
