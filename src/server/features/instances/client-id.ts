/** Brings client ids into the form in which they are stored. */
import { trimPasted } from '#shared/licences/pasted-text.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Returns a client id without invisible characters at its ends. UUIDs are lower-cased, because their case does not
 * matter (RFC 9562, section 4); the case of other ids is kept.
 */
export function canonicalClientId(text: string): string {
  const id = trimPasted(text);
  return uuid.test(id) ? id.toLowerCase() : id;
}
