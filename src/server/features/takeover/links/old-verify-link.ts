/** Checks the links with which the PHP portal let people confirm their address. Laravel signed them. */
import { createHash, createHmac } from 'node:crypto';
import { equalInConstantTime } from '#server/platform/crypto/equal-in-constant-time.ts';
import { secondMs } from '#shared/durations.ts';

export interface OldVerifyLink {
  /** The account's number, as text. */
  id: string;
  /** The SHA-1 of its address. */
  hash: string;
  expires: string;
  signature: string;
}

/**
 * Returns the origins for which the link may have been signed: the portal's names, with and without TLS, because the
 * PHP portal behind a proxy may have believed that it was asked without.
 */
function originsOf(appUrl: string, aliases: readonly string[]): string[] {
  const hosts = new Set([new URL(appUrl).host, ...aliases.map((alias) => alias.toLowerCase())]);
  return [...hosts].flatMap((host) => [`https://${host}`, `http://${host}`]);
}

/**
 * Returns whether the signature holds. It is over the whole address without itself, keyed with the text of APP_KEY.
 * What e-mail programs append, such as `utm_source`, is left out.
 */
export function isSignedLink(
  { id, hash, expires, signature }: OldVerifyLink,
  { appKey, appUrl, aliases }: { appKey: string; appUrl: string; aliases: readonly string[] },
): boolean {
  if (!/^[0-9a-f]{64}$/.test(signature)) return false;
  const given = Buffer.from(signature, 'hex');
  return originsOf(appUrl, aliases).some((origin) => {
    const url = `${origin}/email/verify/${id}/${hash}?expires=${expires}`;
    return equalInConstantTime(given, createHmac('sha256', appKey).update(url).digest());
  });
}

/** Returns whether the link is for this address. */
export const isLinkTo = ({ hash }: Pick<OldVerifyLink, 'hash'>, email: string): boolean =>
  createHash('sha1').update(email).digest('hex') === hash;

/** Returns the seconds for which the link is still valid; 0 if it has expired. */
export function secondsLeft({ expires }: Pick<OldVerifyLink, 'expires'>, now: Date): number {
  if (!/^\d{1,12}$/.test(expires)) return 0;
  return Math.max(0, Number(expires) - Math.ceil(now.getTime() / secondMs));
}
