/**
 * Keeps session cookies valid when APP_KEY changes by replacing signatures made with a previous key (OWASP ASVS 5.0,
 * 11.2.2, keys can be replaced). better-auth 1.7 rotates its encryption keys but verifies cookies only with the current
 * secret.
 */
import { createHmac } from 'node:crypto';
import type { AuthSecret, AuthSecrets } from '#server/features/identity/better-auth/auth-secrets.ts';
import { equalInConstantTime } from '#server/platform/crypto/equal-in-constant-time.ts';

const signatureOf = (value: string, secret: AuthSecret): string =>
  createHmac('sha256', secret.value).update(value).digest('base64');

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    // A cookie that can't be decoded isn't one of the portal's, which are always encoded correctly.
    return null;
  }
}

/**
 * Returns the `Cookie` header. Cookies whose name has this prefix are re-signed if a previous secret signed them. All
 * other cookies stay unchanged, including forged ones.
 */
export function reSignCookies(header: string, prefix: string, [current, ...previous]: AuthSecrets): string {
  if (previous.length === 0) return header;
  const resigned = (pair: string): string => {
    const [, lead, value] = /^(\s*(?:__Secure-)?[^=\s]+=)(.*)$/.exec(pair) ?? [];
    if (lead === undefined || !lead.trim().replace('__Secure-', '').startsWith(`${prefix}.`)) return pair;
    const text = decoded(value ?? '');
    const dot = text?.lastIndexOf('.') ?? -1;
    if (!text || dot < 1) return pair;
    const [content, signature] = [text.slice(0, dot), text.slice(dot + 1)];
    const isOlder = previous.some((secret) => equalInConstantTime(signature, signatureOf(content, secret)));
    return isOlder ? lead + encodeURIComponent(`${content}.${signatureOf(content, current)}`) : pair;
  };
  return header.split(';').map(resigned).join(';');
}
