/** The words of the instance protocol (docs/contract.md, "Instances"). */
import { z } from 'zod';
import { Product } from '#shared/catalogue/catalogue.ts';
import { CalendarDate } from '#shared/dates.ts';
import { LicenceStatus } from '#shared/licences/licences.ts';

/** The only scope there is: it opens the ping. */
export const manageKeyScope = 'manage-key';

/** A year: the real client caches its token for 364 days and never asks earlier. */
export const accessTokenSeconds = 31_536_000;

/** A key is at most this many characters of base64. */
export const maxKeyLength = 4_096;

/** How keys and pings write a plan's frequency: the products read these words. */
const FrequencyInKey = z.enum(['month', 'year']);

/** Why a licence is not good any more, as the ping's 410 says it. */
export const LicenceEnd = z.enum(['expired', 'paused', 'cancelled', 'refunded', 'revoked']);
export type LicenceEnd = z.infer<typeof LicenceEnd>;

/** What the ping answers for a good key. Fields are only ever added; `next_check_at` stays the first. */
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
