/** Schemas for getting another licence key. */
import { z } from 'zod';
import { ErrorName } from './error-name.ts';

export const OfLicence = z.object({ licenceId: z.int().positive() });

/** What replacing a key would do. */
export const KeyReplacement = z.object({
  /** ID of the key that would be replaced; null if the licence has none. */
  keyId: z.int().nullable(),
  /** Why the key can't be replaced; null if it can. */
  refusal: ErrorName.nullable(),
  /** When the old key would stop working, unless the customer wants it to stop at once. */
  oldKeysUntil: z.date(),
});
export type KeyReplacement = z.infer<typeof KeyReplacement>;

/** Replaces the key that the customer was shown. */
export const ReplaceKey = OfLicence.extend({
  keyId: z.int().positive(),
  /** The time that the customer was shown, at which the old key stops working; null if it stops at once. */
  oldKeysUntil: z.iso.datetime().nullable(),
});
export type ReplaceKey = z.infer<typeof ReplaceKey>;
