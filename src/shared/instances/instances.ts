/** Constants and schemas of the instance protocol (docs/contract.md, "Instances"). */
import { z } from 'zod';
import { Product } from '#shared/catalogue/catalogue.ts';
import { CalendarDate } from '#shared/dates.ts';
import { LicenceStatus } from '#shared/licences/licences.ts';

/** The only OAuth scope. It permits pings. */
export const manageKeyScope = 'manage-key';

/** One year. The real client caches its token for 364 days and never requests a new one earlier. */
export const accessTokenSeconds = 31_536_000;

/** Maximum length of a licence key in base64 characters. */
export const maxKeyLength = 4_096;

/** The frequency of a plan, as written in keys and in responses to pings. The products parse exactly these words. */
const FrequencyInKey = z.enum(['month', 'year']);

/**
 * The response to a ping with a valid key. Fields may be added but never removed, and `next_check_at` is always the
 * first.
 */
export const PingAnswer = z.object({
  next_check_at: CalendarDate,
  product: Product,
  plan: z.string(),
  quantity: z.int().positive(),
  frequency: FrequencyInKey,
  state: LicenceStatus.exclude(['revoked']),
  valid_until: CalendarDate,
});
export type PingAnswer = z.infer<typeof PingAnswer>;
