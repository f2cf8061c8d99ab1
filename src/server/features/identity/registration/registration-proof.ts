/**
 * Creates and verifies the registration cookie, which proves that a browser knows the password of an account whose
 * address isn't confirmed yet.
 */
import { randomBytes } from 'node:crypto';
import { type AuthSecrets, isMacOf, macOf } from '#server/features/identity/better-auth/auth-secrets.ts';
import { daySeconds } from '#shared/durations.ts';

/**
 * The registration cookie. It is valid for longer than a confirmation link (one day), because a customer may request
 * another link after a weekend.
 */
export const registrationProofCookie = { name: 'registration', maxAgeSeconds: 3 * daySeconds } as const;

/** The password that the proof is about. If the account's password changes, the proof becomes invalid. */
export interface RegistrationProof {
  userId: string;
  passwordHash: string;
}

const partsOf = ({ userId, passwordHash }: RegistrationProof) =>
  ['knows-the-password', userId, passwordHash] as const;

/** Creates a proof for a browser in which the password was just set or entered. */
export const writeRegistrationProof = (password: RegistrationProof, [current]: AuthSecrets): string =>
  macOf(current, partsOf(password)).toString('base64url');

/**
 * Returns a value that looks like a proof but proves nothing, for responses that must not reveal whether an account is
 * new.
 */
export const decoyProof = (): string => randomBytes(32).toString('base64url');

/** Returns true if the text is a valid proof for this password. */
export const isRegistrationProofOf = (
  text: string | null | undefined,
  password: RegistrationProof,
  secrets: AuthSecrets,
): boolean => isMacOf(Buffer.from(text ?? '', 'base64url'), secrets, partsOf(password));
