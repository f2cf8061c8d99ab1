/** Parses a licence key from a request into the form it was issued in. */
import { z } from 'zod';
import { maxKeyLength } from '#shared/instances/instances.ts';
import { trimPasted } from '#shared/licences/pasted-text.ts';

/**
 * Base64 in the standard alphabet, which every issued key uses. The URL-safe alphabet (RFC 4648, section 5) is
 * converted to it. Anything else can't be a key and is rejected without querying the database.
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

/**
 * Returns the key without surrounding whitespace and invisible characters, or null if it is missing, malformed, too
 * long or not a string.
 */
export const presentedKey = (sent: unknown): string | null => Key.safeParse(sent).data ?? null;
