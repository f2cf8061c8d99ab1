/** Builds the form fields of the request for a pay link. */
import { z } from 'zod';
import type { VendorPost } from '#server/platform/paddle/classic/read-lists.ts';
import { PaddleUnavailable } from '#server/platform/paddle/errors.ts';
import { writePassthrough } from '#server/platform/paddle/passthrough.ts';
import type { KeptTime, PayLinkRequest } from '#server/platform/paddle/port.ts';
import { CurrencyCode, toDecimal } from '#shared/money.ts';
import type { ListedPrice } from './prices.ts';

/** For a plan without prices, PHP writes an empty list instead of an object. */
const Currencies = z
  .union([z.record(z.string(), z.unknown()), z.array(z.unknown()).transform(() => ({}))])
  .transform((prices) => Object.keys(prices).filter((code) => CurrencyCode.safeParse(code).success));

const PlansAnswer = z.array(z.object({ id: z.coerce.number().int(), recurring_price: Currencies }));

interface PriceReader {
  post: VendorPost;
  pricesIn(question: { planIds: readonly number[]; country: string }): Promise<ListedPrice[]>;
}

/**
 * Returns the currencies in which the initial price has to be set to 0: all in which the plan has its own price, which
 * include its main currency, and the customer's currency.
 */
async function currenciesOf({ post, pricesIn }: PriceReader, request: PayLinkRequest): Promise<string[]> {
  const { planId, customerCountry: country } = request;
  const plans = await post('/subscription/plans', { plan: String(planId) }, PlansAnswer);
  const own = plans.find(({ id }) => id === planId)?.recurring_price ?? [];
  const listed = country === null ? [] : await pricesIn({ planIds: [planId], country });
  const currencies = [...new Set([...own, ...listed.map(({ gross }) => gross.currency)])];
  if (currencies.length === 0) throw new PaddleUnavailable(`subscription/plans: plan ${planId} has no price`);
  return currencies;
}

async function keepFields(
  reader: PriceReader,
  request: PayLinkRequest,
  { freeDays, expiresOn }: KeptTime,
): Promise<Record<string, string>> {
  if (freeDays === 0) return { expires: expiresOn };
  const currencies = await currenciesOf(reader, request);
  return {
    trial_days: String(freeDays),
    expires: expiresOn,
    ...Object.fromEntries(
      currencies.map((currency, index) => [
        `prices[${index}]`,
        `${currency}:${toDecimal({ minor: 0, currency })}`,
      ]),
    ),
  };
}

/** Returns the form fields of the request for a pay link. Leaves out empty fields. */
export async function payLinkFields(
  reader: PriceReader,
  request: PayLinkRequest,
): Promise<Record<string, string>> {
  const { vat, keep, billingDetailsId } = request;
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
    passthrough: writePassthrough(request.customerId, {
      another: request.another === true,
      ...(keep ? { keep: keep.intent } : {}),
      ...(billingDetailsId === undefined ? {} : { details: billingDetailsId }),
    }),
    ...(keep ? await keepFields(reader, request, keep) : {}),
  };
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
}
