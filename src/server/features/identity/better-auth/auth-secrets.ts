/** Derives the secrets of sign-in: one subkey per APP_KEY, used for nothing else. */
import { createHash, createHmac, hkdfSync } from 'node:crypto';
import type { GenericEndpointContext } from 'better-auth';
import { equalInConstantTime } from '#server/platform/crypto/equal-in-constant-time.ts';

export interface AuthSecret {
  /** Identifies the key regardless of its position in the list. */
  version: number;
  value: string;
}

/** The current secret comes first. */
export type AuthSecrets = readonly [AuthSecret, ...AuthSecret[]];

/** Returns one secret per application key, the current one first. */
export function authSecrets(appKeys: readonly Buffer[]): AuthSecrets {
  const [current, ...previous] = appKeys.map((key) => {
    const value = Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), 'sign-in', 32)).toString('base64url');
    const version = createHash('sha256').update(value).digest().readUInt32BE(0);
    return { version, value };
  });
  if (!current) throw new Error('there is no application key');
  return [current, ...previous];
}

/** Returns the keys for `symmetricEncrypt` in the form that better-auth derives from the same secrets. */
export const encryptionKeys = (secrets: AuthSecrets): GenericEndpointContext['context']['secretConfig'] => ({
  keys: new Map(secrets.map(({ version, value }) => [version, value])),
  currentVersion: secrets[0].version,
});

/**
 * A keyed hash, which only the secret yields. The first part is what it is for, so that a hash for one purpose proves
 * nothing for another.
 */
export const macOf = ({ value }: AuthSecret, parts: readonly [string, ...string[]]): Buffer =>
  createHmac('sha256', value).update(JSON.stringify(parts)).digest();

/** Whether a keyed hash was made with any of the secrets: all are tried, so that APP_KEY can be rotated. */
export const isMacOf = (
  given: Buffer,
  secrets: readonly AuthSecret[],
  parts: readonly [string, ...string[]],
): boolean => secrets.some((secret) => equalInConstantTime(given, macOf(secret, parts)));
