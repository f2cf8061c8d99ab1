/**
 * Creates and verifies a cookie that proves that a browser knows the password of an account whose address isn't
 * confirmed yet.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { AuthSecret, AuthSecrets } from '#server/features/identity/better-auth/auth-secrets.ts';
import { equalInConstantTime } from '#server/platform/crypto/equal-in-constant-time.ts';
import { daySeconds } from '#shared/durations.ts';

/** Longer than a confirmation link works (a day): a customer may ask for another link after a weekend. */
export const registrationProofCookie = { name: 'registration', maxAgeSeconds: 3 * daySeconds } as const;

/** The proof holds for one password of one account: another password invalidates it. */
export interface RegistrationProof {
  userId: string;
  passwordHash: string;
}

const macOf = ({ userId, passwordHash }: RegistrationProof, secret: AuthSecret): Buffer =>
  createHmac('sha256', secret.value)
    .update(JSON.stringify(['knows-the-password', userId, passwordHash]))
    .digest();

/** For a browser in which the password was just set or given. */
export const writeRegistrationProof = (password: RegistrationProof, [current]: AuthSecrets): string =>
  macOf(password, current).toString('base64url');

/** Looks like a proof and proves nothing: for answers that must not reveal whether an account is new. */
export const decoyProof = (): string => randomBytes(32).toString('base64url');

/** Whether the text proves that its browser knew the password. Every secret is tried, so that APP_KEY can be rotated. */
export function isRegistrationProofOf(
  text: string | null | undefined,
  password: RegistrationProof,
  secrets: readonly AuthSecret[],
): boolean {
  const given = Buffer.from(text ?? '', 'base64url');
  return secrets.some((secret) => equalInConstantTime(given, macOf(password, secret)));
}
