/** A cookie that proves that this browser knows the password of an address that is not confirmed yet. */
import { createHmac, randomBytes } from 'node:crypto';
import type { AuthSecret } from '#server/features/identity/better-auth/auth-secrets.ts';
import { equalInConstantTime } from '#server/platform/crypto/equal-in-constant-time.ts';
import { daySeconds } from '#shared/durations.ts';

/** A link to confirm an address works for a day; whoever registers on a Friday and reads mail on Monday asks again. */
export const registrationProofCookie = { name: 'registration', maxAgeSeconds: 3 * daySeconds } as const;

/** What the proof is about: this very password of this very account. A password set anew makes older proofs void. */
export interface RegistrationProof {
  userId: string;
  passwordHash: string;
}

const macOf = ({ userId, passwordHash }: RegistrationProof, secret: AuthSecret): Buffer =>
  createHmac('sha256', secret.value)
    .update(JSON.stringify(['knows-the-password', userId, passwordHash]))
    .digest();

/** For whoever has just set or given the password. */
export const writeRegistrationProof = (
  password: RegistrationProof,
  [current]: readonly [AuthSecret, ...AuthSecret[]],
): string => macOf(password, current).toString('base64url');

/** Looks like a proof and proves nothing: for answers that must not tell whether an account is new. */
export const decoyProof = (): string => randomBytes(32).toString('base64url');

/** Whether the text proves that its browser knew the password; under any secret, so that APP_KEY may change meanwhile. */
export function isRegistrationProofOf(
  text: string | null | undefined,
  password: RegistrationProof,
  secrets: readonly AuthSecret[],
): boolean {
  const given = Buffer.from(text ?? '', 'base64url');
  return secrets.some((secret) => equalInConstantTime(given, macOf(password, secret)));
}
