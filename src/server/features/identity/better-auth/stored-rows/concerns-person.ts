/**
 * Decides whom the JSON concerns that sign-in stores between two requests: challenges, round trips to providers and
 * pending sign-ups. Their schemas differ, but name a person in the same fields.
 */
import { z } from 'zod';
import { comparableAddress } from '#shared/identity/email-address.ts';

/** What identifies a person in stored JSON. */
export interface PersonInSignIn {
  /** Null if the person has no account. */
  userId: number | null;
  sessionIds: readonly number[];
  /** A verified address, in the form in which addresses are compared; null if there is none. */
  address: string | null;
  /** The person's identities at providers. */
  identities: readonly { provider: string; subject: string }[];
}

const Stored = z.record(z.string(), z.unknown());

/** Begins every value that is JSON, and no other value. */
export const jsonPrefix = '{';

/** Returns whether a stored value is JSON that names the person, at any depth. */
export function concernsPerson(value: string, person: PersonInSignIn): boolean {
  try {
    return mentions(JSON.parse(value), person);
  } catch {
    return false;
  }
}

function mentions(json: unknown, person: PersonInSignIn): boolean {
  const fields = Stored.safeParse(json).data;
  if (!fields) return false;
  const { userId, sessionId, email, provider, subject } = fields;
  return (
    (person.userId !== null && userId === String(person.userId)) ||
    person.sessionIds.some((id) => sessionId === String(id)) ||
    (typeof email === 'string' && comparableAddress(email) === person.address) ||
    person.identities.some((identity) => identity.provider === provider && identity.subject === subject) ||
    Object.values(fields).some((field) => mentions(field, person))
  );
}
