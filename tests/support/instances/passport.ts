/** Signs access tokens as Laravel Passport did. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export interface PassportKey {
  privateKey: KeyObject;
  /** As in the setting LARAVEL_PASSPORT_PUBLIC_KEY. */
  publicPem: string;
}

/** Makes a key pair such as `passport:keys` makes, but shorter, because longer ones take a second. */
export function passportKey(): PassportKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  return { privateKey, publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
}

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Returns a token with these claims, signed with RS256 unless `alg` is none. */
export function passportToken(
  { privateKey }: Pick<PassportKey, 'privateKey'>,
  claims: Readonly<Record<string, unknown>>,
  alg: 'RS256' | 'none' = 'RS256',
): string {
  const signed = `${encoded({ typ: 'JWT', alg })}.${encoded(claims)}`;
  const signature =
    alg === 'none' ? '' : sign('RSA-SHA256', Buffer.from(signed), privateKey).toString('base64url');
  return `${signed}.${signature}`;
}
