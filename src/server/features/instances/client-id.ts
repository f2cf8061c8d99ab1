/** Normalizes client IDs. */
import { trimPasted } from '#shared/licences/pasted-text.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Returns the client ID without whitespace and invisible characters around it. UUIDs are lower-cased, because they are
 * case-insensitive (RFC 9562, section 4). Other IDs keep their case.
 */
export function canonicalClientId(text: string): string {
  const id = trimPasted(text);
  return uuid.test(id) ? id.toLowerCase() : id;
}
