/** Constants and schemas of the instance protocol (docs/contract.md, "Instances"). */
import { z } from 'zod';
import { Product } from '#shared/catalogue/catalogue.ts';
import { CalendarDate } from '#shared/dates.ts';
import { LicenceStatus } from '#shared/licences/licences.ts';

/** The only scope. It permits pings. */
export const manageKeyScope = 'manage-key';

/** One year. The real client caches its token for 364 days and never requests a new one earlier. */
export const accessTokenSeconds = 31_536_000;

/** Maximum length of a licence key in base64 characters. */
export const maxKeyLength = 4_096;

/** A plan's frequency in keys and pings. The products parse these exact words. */
const FrequencyInKey = z.enum(['month', 'year']);

/** Why a licence has ended, as reported in the ping's 410 response. */
export const LicenceEnd = z.enum(['expired', 'paused', 'cancelled', 'refunded', 'revoked']);
export type LicenceEnd = z.infer<typeof LicenceEnd>;

/** The ping's response for a valid key. Fields may be added but never removed; `next_check_at` stays first. */
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
