/** The schema for what an operator enters about a plan, on the command line and in the administration. */
import { z } from 'zod';
import { CurrencyCode } from '#shared/money.ts';
import { Frequency, Product } from './catalogue.ts';

export const maxNameLength = 255;
export const maxDescriptionLength = 1_024;
const maxLanguages = 30;

const Name = z.string().trim().min(1).max(maxNameLength);
/** As in the column of a customer's language. */
const Language = z.string().regex(/^[a-z]{2}$/);

const Description = z.string().trim().min(1).max(maxDescriptionLength);

export const PlanDetails = z.object({
  product: Product,
  friendlyName: Name,
  description: Description,
  /** What customers read in a language, instead of the two texts above. */
  translations: z
    .record(Language, z.object({ friendlyName: Name, description: Description }))
    .refine((texts) => Object.keys(texts).length <= maxLanguages),
  planName: Name,
  paddlePlanId: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
  /** Shown if Paddle's price can't be fetched. */
  price: z.object({ minor: z.int().min(0).max(1_000_000_000_000), currency: CurrencyCode }),
  frequency: Frequency,
  pauseAllowed: z.boolean(),
});
export type PlanDetails = z.infer<typeof PlanDetails>;
