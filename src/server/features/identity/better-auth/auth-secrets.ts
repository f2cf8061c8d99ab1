/** Derives the secrets of sign-in: one subkey per APP_KEY, used for nothing else. */
import { createHash, hkdfSync } from 'node:crypto';
import type { GenericEndpointContext } from 'better-auth';

export interface AuthSecret {
  /** Identifies the key wherever it stands in the list. */
  version: number;
  value: string;
}

/** The current secret first. */
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

/** The keys of `symmetricEncrypt`, as better-auth derives them from the same secrets. */
export const encryptionKeys = (secrets: AuthSecrets): GenericEndpointContext['context']['secretConfig'] => ({
  keys: new Map(secrets.map(({ version, value }) => [version, value])),
  currentVersion: secrets[0].version,
});
