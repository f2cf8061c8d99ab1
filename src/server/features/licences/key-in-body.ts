/** Finds the licence key in the body of a ping: JSON, as the real client sends it, or a form of either kind. */
import { z } from 'zod';
import { maxKeyLength } from '#shared/instances.ts';
import { trimPasted } from '#shared/pasted-text.ts';
import { multipartField } from '../../platform/http/multipart-field.ts';

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

const Body = z.object({ licence_key: Key });
const utf8 = new TextDecoder('utf-8', { fatal: true });

const onlyOne = (keys: string[]): unknown => (keys.length === 1 ? { licence_key: keys[0] } : null);

function parse(bytes: Buffer, contentType: string): unknown {
  if (/^multipart\/form-data\b/i.test(contentType))
    return multipartField(bytes, contentType, 'licence_key').then(onlyOne);
  const text = utf8.decode(bytes);
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType))
    return onlyOne(new URLSearchParams(text).getAll('licence_key'));
  return JSON.parse(text);
}

/** The key, or null when it is absent, malformed, of the wrong type or too long. Never rejects. */
export async function keyInBody(bytes: Buffer, contentType: string): Promise<string | null> {
  try {
    return Body.safeParse(await parse(bytes, contentType)).data?.licence_key ?? null;
  } catch {
    // Not UTF-8, not JSON, no form: the caller's answer says so.
    return null;
  }
}
