/**
 * Schemas for passkeys and for the options passed to the browser's WebAuthn API (WebAuthn, sections 5.4 and 5.5, in
 * JSON form).
 */
import { z } from 'zod';

export const PasskeyView = z.object({
  id: z.int(),
  name: z.string(),
  /** Whether the passkey is synced through a cloud account, so that it can be used on several devices. */
  isSynced: z.boolean(),
  /**
   * Whether the passkey verifies its user and can therefore replace the password. Other passkeys only work as a second
   * factor.
   */
  signsInAlone: z.boolean(),
  addedAt: z.date().nullable(),
  /** Null if the passkey hasn't been used since the portal stores this. */
  lastUsedAt: z.date().nullable(),
});
export type PasskeyView = z.infer<typeof PasskeyView>;

export const PasskeyName = z.string().trim().min(1).max(100);

export const PasskeyRenaming = z.object({
  id: z.int().positive(),
  name: PasskeyName,
  /** The name that the page showed. If the passkey's name is a different one by now, it isn't renamed. */
  expected: z.string().max(1_000).optional(),
});
export type PasskeyRenaming = z.infer<typeof PasskeyRenaming>;

export const PasskeyRemoval = z.object({
  id: z.int().positive(),
  /** Whether the customer was warned that removing this passkey ends two-step verification. */
  turnsTwoStepOff: z.boolean().default(false),
});
export type PasskeyRemoval = z.infer<typeof PasskeyRemoval>;

const Key = z.object({
  id: z.string(),
  type: z.literal('public-key').default('public-key'),
  transports: z.array(z.string()).optional(),
});

export const PasskeyCreation = z.object({
  challenge: z.string(),
  rp: z.object({ name: z.string(), id: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.object({ alg: z.number(), type: z.literal('public-key') })),
  timeout: z.number().optional(),
  excludeCredentials: z.array(Key).optional(),
  authenticatorSelection: z.looseObject({}).optional(),
  attestation: z.string().optional(),
  extensions: z.looseObject({}).optional(),
});
export type PasskeyCreation = z.infer<typeof PasskeyCreation>;

export const PasskeyRequest = z.object({
  challenge: z.string(),
  rpId: z.string(),
  timeout: z.number().optional(),
  allowCredentials: z.array(Key).optional(),
  userVerification: z.string().optional(),
});
export type PasskeyRequest = z.infer<typeof PasskeyRequest>;

/** Use of a passkey: to sign in without a password, as the second factor, or to re-authenticate. */
export const PasskeyPurpose = z.enum(['sign-in', 'second-factor', 'confirmation']);
export type PasskeyPurpose = z.infer<typeof PasskeyPurpose>;
