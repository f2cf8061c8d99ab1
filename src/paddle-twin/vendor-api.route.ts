/** The vendor and price APIs: errors are HTTP 200 with `success: false`, as Paddle Classic answers. */
import express, { type Response, Router } from 'express';
import { z } from 'zod';
import { type Money, minorDigits } from '#shared/money.ts';
import type { Catalogue, Plan, TwinCoupon, TwinVendor } from './catalogue.ts';
import type { Faults } from './faults.ts';
import { type Price, priceOf } from './pricing.ts';
import type { Shop } from './shop.ts';

const refusals = {
  101: 'Bad method call',
  102: 'Bad api key',
  107: "You don't have permission to access this resource",
  108: 'Unable to find requested product',
  116: 'One or more required arguments are missing',
  126: 'A valid email address is required, please try again',
  135: 'The provided coupon is not valid',
  141: 'Unable to find requested product or plan',
} as const;

class Refusal extends Error {
  readonly code: keyof typeof refusals;
  constructor(code: keyof typeof refusals) {
    super(refusals[code]);
    this.code = code;
  }
}

const succeed = (response: Response, answer: unknown) => response.json({ success: true, response: answer });

const Scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
/** Form or JSON: everything is text afterwards; what is neither text nor number is absent. */
const Fields = z.record(z.string(), Scalar.optional().catch(undefined)).catch({});

/** A JSON float of major units, as Paddle writes its prices. */
const toFloat = ({ minor, currency }: Money) => minor / 10 ** minorDigits(currency);
const floats = ({ gross, net, tax }: Price) => ({
  gross: toFloat(gross),
  net: toFloat(net),
  tax: toFloat(tax),
});

function priceEntry(plan: Plan, country: string, coupon: TwinCoupon | null) {
  const list = priceOf(plan, { country });
  return {
    product_id: plan.id,
    product_title: plan.name,
    currency: list.gross.currency,
    vendor_set_prices_included_tax: false,
    price: floats(priceOf(plan, { country }, coupon)),
    list_price: floats(list),
    applied_coupon: coupon ? { code: coupon.code, discount: coupon.percent / 100 } : [],
    subscription: {
      trial_days: 0,
      interval: plan.interval,
      frequency: 1,
      price: floats(list),
      list_price: floats(list),
    },
  };
}

export interface VendorApi {
  catalogue: Catalogue;
  vendor: TwinVendor;
  shop: Shop;
  faults: Faults;
  baseUrl: string;
}

type FieldsOf = z.output<typeof Fields>;

function planAsked(fields: FieldsOf, catalogue: Catalogue): Plan {
  if (!fields.product_id) throw new Refusal(116);
  if (!/^\d{1,15}$/.test(fields.product_id)) throw new Refusal(141);
  const plan = catalogue.plan(Number(fields.product_id));
  if (!plan) throw new Refusal(108);
  return plan;
}

function quantityAsked(fields: FieldsOf): number {
  const quantity = z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .safeParse(fields.quantity ?? '1');
  if (!quantity.success) throw new Refusal(116);
  return quantity.data;
}

function generatePayLink(api: VendorApi, fields: FieldsOf): string {
  if (!fields.vendor_id || !fields.vendor_auth_code) throw new Refusal(116);
  if (fields.vendor_auth_code !== api.vendor.authCode) throw new Refusal(102);
  if (fields.vendor_id !== String(api.vendor.id)) throw new Refusal(107);
  const plan = planAsked(fields, api.catalogue);
  const quantity = quantityAsked(fields);
  const { customer_email: email, coupon_code: coupon, passthrough = '' } = fields;
  if (email && !z.email().safeParse(email).success) throw new Refusal(126);
  if (coupon && !api.catalogue.coupon(coupon)) throw new Refusal(135);
  if (passthrough.length > 1_000) throw new Refusal(116);
  const vatParts = [fields.vat_company_name, fields.vat_street, fields.vat_city, fields.vat_country];
  if (fields.vat_number && !vatParts.every(Boolean)) throw new Refusal(116);
  const link = api.shop.createPayLink({
    planId: plan.id,
    quantity,
    quantityVariable: fields.quantity_variable !== '0',
    email: email ?? '',
    country: fields.customer_country?.toUpperCase() || null,
    postcode: fields.customer_postcode ?? '',
    coupon: coupon ?? '',
    vatNumber: fields.vat_number ?? '',
    passthrough,
    returnUrl: fields.return_url || null,
  });
  return `${api.baseUrl}/checkout/custom/${link.token}`;
}

function prices(api: VendorApi, fields: FieldsOf) {
  if (!fields.product_ids) throw new Refusal(116);
  const country = fields.customer_country?.toUpperCase() || 'US';
  const [code] = (fields.coupons ?? '').split(',');
  const coupon = code ? api.catalogue.coupon(code) : null;
  const plans = fields.product_ids.split(',').map((id) => api.catalogue.plan(Number(id)));
  const products = plans.filter((plan) => plan !== null).map((plan) => priceEntry(plan, country, coupon));
  return { customer_country: country, products };
}

export function vendorApiRoutes(api: VendorApi): Router {
  const router = Router();
  router.use((_request, response, next) => {
    if (!api.faults.down) return next();
    response.status(503).type('html').send('<h1>503 Service Unavailable</h1>');
  });
  router.use(express.urlencoded({ extended: false }), express.json());

  const answer = (response: Response, work: () => unknown) => {
    try {
      succeed(response, work());
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      response.json({ success: false, error: { code: error.code, message: error.message } });
    }
  };
  router.post('/product/generate_pay_link', (request, response) => {
    answer(response, () => ({ url: generatePayLink(api, Fields.parse(request.body)) }));
  });
  router.get('/prices', (request, response) => {
    answer(response, () => prices(api, Fields.parse(request.query)));
  });
  router.use((_request, response) => {
    answer(response, () => {
      throw new Refusal(101);
    });
  });
  return router;
}
