/** What was sent as a licence key, as keys are stored. */
import { z } from 'zod';
import { maxKeyLength } from '#shared/instances/instances.ts';
import { trimPasted } from '#shared/licences/pasted-text.ts';

/**
 * Base64, in the alphabet that all stored keys have; the one for URLs (RFC 4648, section 5) says the same. What no key
 * of any portal lacks; anything else is refused without asking the database.
 */
const Key = z
  .string()
  .transform(trimPasted)
  .pipe(
    z
      .string()
      .min(1)
      .max(maxKeyLength)
      .regex(/^[\w+/-]+={0,2}$/),
  )
  .transform((key) => key.replaceAll('-', '+').replaceAll('_', '/'));

/** The key, without what is invisible around it; null when it is absent, malformed, of the wrong type or too long. */
export const presentedKey = (sent: unknown): string | null => Key.safeParse(sent).data ?? null;
