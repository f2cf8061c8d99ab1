/** The secrets of sign-in: one subkey per APP_KEY, derived for this purpose alone. */
import { createHash, hkdfSync } from 'node:crypto';

export interface AuthSecret {
  /** Says which key it is, and stays the same wherever the key stands in the list. */
  version: number;
  value: string;
}

/** One secret per application key, the current one first. */
export function authSecrets(appKeys: readonly Buffer[]): [AuthSecret, ...AuthSecret[]] {
  const [current, ...previous] = appKeys.map((key) => {
    const value = Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), 'sign-in', 32)).toString('base64url');
    const version = createHash('sha256').update(value).digest().readUInt32BE(0);
    return { version, value };
  });
  if (!current) throw new Error('there is no application key');
  return [current, ...previous];
}
