/** Finds the licence key in the body of a ping: JSON, as the real client sends it, or a form. */
import { z } from 'zod';
import { maxKeyLength } from '#shared/instances.ts';

/** What no key of any portal lacks: base64. Anything else is refused without asking the database. */
const Key = z
  .string()
  .trim()
  .min(1)
  .max(maxKeyLength)
  .regex(/^[A-Za-z0-9+/]+={0,2}$/);

const Body = z.object({ licence_key: Key });
const utf8 = new TextDecoder('utf-8', { fatal: true });

function parse(text: string, contentType: string): unknown {
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) {
    const keys = new URLSearchParams(text).getAll('licence_key');
    return keys.length === 1 ? { licence_key: keys[0] } : null;
  }
  return JSON.parse(text);
}

/** The key, or null when it is absent, malformed, of the wrong type or too long. Never throws. */
export function keyInBody(bytes: Buffer, contentType: string): string | null {
  try {
    return Body.safeParse(parse(utf8.decode(bytes), contentType)).data?.licence_key ?? null;
  } catch {
    // Not UTF-8 or not JSON: the caller's answer says so.
    return null;
  }
}
