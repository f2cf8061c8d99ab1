/** The values of the form for a plan: what is typed, and the plan that it stands for. */
import { z } from 'zod';
import { type Locale, locales } from '#shared/accounts/accounts.ts';
import type { Frequency, Product } from '#shared/catalogue/catalogue.ts';
import type { PaddlePlan } from '#shared/catalogue/plan-check.ts';
import { PlanDetails } from '#shared/catalogue/plan-details.ts';
import { products } from '#shared/catalogue/products.ts';
import { CurrencyCode, parseDecimal, toDecimal } from '#shared/money.ts';

type TextName = `name_${Locale}` | `description_${Locale}`;

export type PlanValues = Record<TextName, string> & {
  product: Product;
  friendlyName: string;
  description: string;
  planName: string;
  paddlePlanId: string;
  price: string;
  currency: string;
  frequency: Frequency;
  pauseAllowed: boolean;
};

const { friendlyName, description, planName, product, frequency, pauseAllowed } = PlanDetails.shape;
const optional = (schema: z.ZodType) => z.union([z.string().trim().length(0), schema]);
const texts = Object.fromEntries(
  locales.flatMap((locale) => [
    [`name_${locale}`, optional(friendlyName)],
    [`description_${locale}`, optional(description)],
  ]),
);

/** A decimal comma is accepted too. */
const decimalOf = (text: string): string => text.trim().replace(',', '.');

export const PlanForm = z.object({
  ...{ product, friendlyName, description, planName, frequency, pauseAllowed },
  paddlePlanId: z
    .string()
    .trim()
    .regex(/^[1-9]\d{0,14}$/),
  price: z.string().refine((text) => /^\d{1,9}(\.\d{1,4})?$/.test(decimalOf(text))),
  currency: z.string().trim().pipe(CurrencyCode),
  ...texts,
});

/** Returns the languages in which only one of the two texts is given. */
export const halfTranslated = (values: PlanValues): Locale[] =>
  locales.filter(
    (locale) => (values[`name_${locale}`].trim() === '') !== (values[`description_${locale}`].trim() === ''),
  );

/** Returns the plan that valid values stand for. */
export function toDetails(values: PlanValues): PlanDetails {
  const translations = Object.fromEntries(
    locales.flatMap((locale) => {
      const text = {
        friendlyName: values[`name_${locale}`].trim(),
        description: values[`description_${locale}`].trim(),
      };
      return text.friendlyName === '' ? [] : [[locale, text]];
    }),
  );
  return PlanDetails.parse({
    ...values,
    paddlePlanId: Number(values.paddlePlanId),
    price: parseDecimal(decimalOf(values.price), values.currency.trim()),
    translations,
  });
}

type PlanLike = Omit<PlanDetails, 'translations'> & {
  translations: Readonly<Partial<Record<string, { friendlyName: string; description: string }>>>;
};

const textsOf = (translations: PlanLike['translations']): Record<TextName, string> =>
  Object.fromEntries(
    locales.flatMap((locale) => [
      [`name_${locale}`, translations[locale]?.friendlyName ?? ''],
      [`description_${locale}`, translations[locale]?.description ?? ''],
    ]),
  ) as Record<TextName, string>;

export const toValues = (plan: PlanLike): PlanValues => ({
  product: plan.product,
  friendlyName: plan.friendlyName,
  description: plan.description,
  planName: plan.planName,
  paddlePlanId: String(plan.paddlePlanId),
  price: toDecimal(plan.price),
  currency: plan.price.currency,
  frequency: plan.frequency,
  pauseAllowed: plan.pauseAllowed,
  ...textsOf(plan.translations),
});

/** The values of an empty form, or what Paddle says about a plan that isn't in the portal yet. */
export function newValues(found: PaddlePlan | null): PlanValues {
  const [product] = products;
  const price = found?.prices.find(({ currency }) => currency === 'USD') ?? found?.prices[0];
  return {
    ...{ product, friendlyName: '', description: '', pauseAllowed: false },
    planName: found?.name ?? '',
    paddlePlanId: found ? String(found.planId) : '',
    price: price ? toDecimal(price) : '',
    currency: price?.currency ?? 'USD',
    frequency: found?.interval?.unit === 'year' ? 'Annual' : 'Monthly',
    ...textsOf({}),
  };
}

/**
 * Returns the values of someone who began with `base`, with what another person has changed meanwhile (`now`). A value
 * that both have changed stays as it was typed.
 */
export const mergeValues = (typed: PlanValues, base: PlanValues, now: PlanValues): PlanValues =>
  Object.fromEntries(
    (Object.keys(typed) as (keyof PlanValues)[]).map((name) => [
      name,
      typed[name] === base[name] ? now[name] : typed[name],
    ]),
  ) as PlanValues;
