/** Paddle Classic behind our port. */
import type { Logger } from 'pino';
import { z } from 'zod';
import { CurrencyCode, parseDecimal } from '#shared/money.ts';
import { alertOf, understandAlert } from './alerts.ts';
import { writePassthrough } from './passthrough.ts';
import type { PaddlePort, PayLinkRequest, PlanPrice } from './port.ts';
import { readPublicKey } from './public-key.ts';
import { proveBody, selfTestSignatures } from './signature.ts';
import { vendorApi } from './vendor-api.ts';

export interface ClassicPaddleOptions {
  vendorId: number;
  vendorAuthCode: string;
  /** Any of the forms of `readPublicKey`; an unusable one refuses every alert. */
  publicKey: string;
  /** Base addresses, `…/api/2.0`, without a slash at the end. */
  vendorsUrl: string;
  checkoutUrl: string;
  log: Logger;
  /** How long one call may take, in milliseconds. */
  timeoutMs?: number;
}

/** A JSON float of major units, with noise in the wild (13.630000000000001). */
const Amount = z.union([z.number().transform((number) => number.toFixed(6)), z.string()]);
const Price = z.object({ gross: Amount, tax: Amount });

const PricedProduct = z
  .object({
    product_id: z.coerce.number().int(),
    currency: CurrencyCode,
    price: Price,
    subscription: z.object({ price: Price }).optional(),
  })
  .transform((product, context): PlanPrice => {
    const { price } = product.subscription ?? product;
    const gross = parseDecimal(price.gross, product.currency);
    const tax = parseDecimal(price.tax, product.currency);
    if (gross && tax) return { planId: product.product_id, gross, tax };
    context.addIssue({ code: 'custom', message: 'a price is no amount' });
    return z.NEVER;
  });

const PriceAnswer = z.object({ products: z.array(PricedProduct) });
const PayLinkAnswer = z.object({ url: z.url({ protocol: /^https?$/ }) });

/** Form fields of a pay link, without what is not known. */
function payLinkFields(request: PayLinkRequest): [string, string][] {
  const { vat } = request;
  const fields: Record<string, string | null | undefined> = {
    product_id: String(request.planId),
    quantity: String(request.quantity),
    quantity_variable: '0',
    customer_email: request.customerEmail,
    customer_country: request.customerCountry,
    customer_postcode: request.customerPostcode,
    coupon_code: request.coupon,
    vat_number: vat?.number,
    vat_company_name: vat?.companyName,
    vat_street: vat?.street,
    vat_city: vat?.city,
    vat_postcode: vat?.postcode,
    vat_country: vat?.country,
    return_url: request.returnUrl,
    passthrough: writePassthrough(request.customerId),
  };
  return Object.entries(fields).flatMap(([name, value]) => (value ? [[name, value]] : []));
}

/** Speaks to Paddle Classic. Says once, in the log, when alerts cannot be verified here. */
export function classicPaddle(options: ClassicPaddleOptions): PaddlePort {
  const { vendorId, vendorAuthCode, vendorsUrl, checkoutUrl, log } = options;
  const callPaddle = vendorApi({ log, timeoutMs: options.timeoutMs ?? 10_000, secret: vendorAuthCode });
  const publicKey = readPublicKey(options.publicKey);
  if (publicKey.status === 'unusable') {
    log.error(`PADDLE_PUBLIC_KEY ${publicKey.reason}: every alert will be refused`);
  }
  const selfTest = selfTestSignatures();
  if (selfTest.status === 'broken') log.error(`Alerts of Paddle cannot be verified: ${selfTest.problem}`);

  return {
    async prices({ planIds, country }) {
      if (planIds.length === 0) return [];
      const query = new URLSearchParams({ product_ids: planIds.join(','), customer_country: country });
      const { products } = await callPaddle({
        name: 'GET /prices',
        url: `${checkoutUrl}/prices?${query}`,
        answer: PriceAnswer,
      });
      return products.filter((product) => planIds.includes(product.planId));
    },

    async createPayLink(request) {
      const credentials: [string, string][] = [
        ['vendor_id', String(vendorId)],
        ['vendor_auth_code', vendorAuthCode],
      ];
      const { url } = await callPaddle({
        name: 'POST /product/generate_pay_link',
        url: `${vendorsUrl}/product/generate_pay_link`,
        form: new URLSearchParams([...credentials, ...payLinkFields(request)]),
        answer: PayLinkAnswer,
      });
      return url;
    },

    readAlert(rawBody) {
      const proof = proveBody(rawBody, publicKey);
      if (proof.status === 'refused') return proof;
      return { status: 'proven', alert: alertOf(proof.fields, proof.digest) };
    },

    understandAlert,
  };
}
