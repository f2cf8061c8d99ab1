/** Derives sign-in's secrets from the APP_KEYs. Each APP_KEY yields one subkey, which is used only for sign-in. */
import { createHash, createHmac, hkdfSync } from 'node:crypto';
import type { GenericEndpointContext } from 'better-auth';
import { equalInConstantTime } from '#server/platform/crypto/equal-in-constant-time.ts';

export interface AuthSecret {
  /** Identifies the APP_KEY, whatever its position in the list. */
  version: number;
  value: string;
}

/** The secrets, with the current one first. */
export type AuthSecrets = readonly [AuthSecret, ...AuthSecret[]];

/** Returns one secret per APP_KEY, the current one first. */
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
 * Returns a keyed hash of the parts, which can't be computed without the secret. The first part names the purpose, so
 * that a hash made for one purpose isn't valid for another.
 */
export const macOf = ({ value }: AuthSecret, parts: readonly [string, ...string[]]): Buffer =>
  createHmac('sha256', value).update(JSON.stringify(parts)).digest();

/**
 * Returns true if the keyed hash was made with any of the secrets. All of them are tried, so that hashes stay valid
 * when APP_KEY is rotated.
 */
export const isMacOf = (
  given: Buffer,
  secrets: readonly AuthSecret[],
  parts: readonly [string, ...string[]],
): boolean => secrets.some((secret) => equalInConstantTime(given, macOf(secret, parts)));
