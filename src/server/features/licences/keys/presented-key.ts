/** Parses a licence key from a request and restores the form in which it was issued. */
import { z } from 'zod';
import { maxKeyLength } from '#shared/instances/instances.ts';
import { trimPasted } from '#shared/licences/pasted-text.ts';

/**
 * A key in the standard Base64 alphabet, which every issued key uses. A key in the URL-safe alphabet (RFC 4648, section
 * 5) is converted to it. Other text can't be a key and is rejected without querying the database.
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
 * Returns the key without surrounding whitespace and invisible characters. Returns null if the key is missing,
 * malformed, too long or not a string.
 */
export const presentedKey = (sent: unknown): string | null => Key.safeParse(sent).data ?? null;
