/** Implements `product/generate_pay_link` and `prices`. */
import { isEmailAddress } from '#shared/identity/email-address.ts';
import type { Account } from '#twin/account/account.ts';
import { createPayLink } from '#twin/account/checkout.ts';
import { type Coupon, isPlan, type Product } from '#twin/catalogue/catalogue.ts';
import { toFloat } from '#twin/catalogue/money.ts';
import { type Price, priceOf } from '#twin/catalogue/pricing.ts';
import type { Faults } from '#twin/faults.ts';
import { type Fields, numberIn } from './fields.ts';
import { payLinkTerms } from './pay-link-terms.ts';
import { refuse } from './refusal.ts';

const floats = ({ gross, net, tax }: Price) => ({
  gross: toFloat(gross),
  net: toFloat(net),
  tax: toFloat(tax),
});

function productAsked({ catalogue }: Account, fields: Fields): Product {
  if (!fields.product_id) throw refuse(116);
  if (!/^\d{1,15}$/.test(fields.product_id)) throw refuse(141);
  const product = catalogue.product(Number(fields.product_id));
  if (!product) throw refuse(108);
  return product;
}

/** Implements `product/generate_pay_link`. Throws a `Refusal` for invalid arguments. */
export function generatePayLink(account: Account, fields: Fields, faults: Faults): { url: string } {
  const product = productAsked(account, fields);
  const quantity = numberIn(fields, 'quantity', { max: 1_000_000 }) ?? 1;
  const { customer_email: email, coupon_code: coupon, passthrough = '' } = fields;
  if (email && !isEmailAddress(email)) throw refuse(126);
  if (coupon && !account.catalogue.coupon(coupon)) throw refuse(135);
  if (passthrough.length > 1_000) throw refuse(116);
  const vatParts = [fields.vat_company_name, fields.vat_street, fields.vat_city, fields.vat_country];
  if (fields.vat_number && !vatParts.every(Boolean)) throw refuse(116);
  const terms = payLinkTerms(account, fields, faults);
  const link = createPayLink(account, {
    ...terms,
    planId: product.id,
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
  return { url: `${account.baseUrl}/checkout/custom/${link.token}` };
}

const free = { gross: 0, net: 0, tax: 0 };

function priceEntry(product: Product, country: string, coupon: Coupon | null) {
  const list = priceOf(product, { country });
  const hasTrial = product.trialDays > 0;
  return {
    product_id: product.id,
    product_title: product.name,
    currency: list.gross.currency,
    vendor_set_prices_included_tax: false,
    price: hasTrial ? free : floats(priceOf(product, { country }, { coupon })),
    list_price: hasTrial ? free : floats(list),
    applied_coupon: coupon ? { code: coupon.code, discount: coupon.percent / 100 } : [],
    ...(isPlan(product) && {
      subscription: {
        trial_days: product.trialDays,
        interval: product.interval,
        frequency: 1,
        price: floats(list),
        list_price: floats(list),
      },
    }),
  };
}

/** Implements `prices`, which omits products that aren't for sale. */
export function prices({ catalogue }: Account, fields: Fields) {
  if (!fields.product_ids) throw refuse(116);
  const country = fields.customer_country?.toUpperCase() || 'US';
  const [code] = (fields.coupons ?? '').split(',');
  const coupon = code ? catalogue.coupon(code) : null;
  const products = fields.product_ids
    .split(',')
    .map((id) => catalogue.product(Number(id)))
    .filter((product) => product !== null)
    .map((product) => priceEntry(product, country, coupon));
  return { customer_country: country, products };
}
