/**
 * Records in a cookie that an account was signed in to from this browser. The cookie grants no access. It only gives
 * the browser its own rate limit, so that attackers elsewhere can't lock the customer out (OWASP ASVS 5.0, 6.1.1 and
 * 6.3.1; OWASP "device cookies"). better-auth 1.7 counts requests only by IP address.
 */
import { randomBytes } from 'node:crypto';
import type { BetterAuthPlugin } from 'better-auth';
import { createAuthMiddleware } from 'better-auth/api';
import {
  type AuthSecret,
  type AuthSecrets,
  macOf,
} from '#server/features/identity/better-auth/auth-secrets.ts';
import { equalInConstantTime } from '#server/platform/crypto/equal-in-constant-time.ts';
import { daySeconds } from '#shared/durations.ts';

const cookieName = 'known_browser';
/** Maximum age of the cookie in seconds, the longest that browsers allow (RFC 6265bis, 5.5). */
const maxAgeSeconds = 400 * daySeconds;
/**
 * Room for four accounts with two signatures each. One is for the address, which a sign-in request contains. The other
 * is for the ID, because an account's address may change.
 */
const signaturesAtMost = 8;
const idBytes = 16;

interface KnownBrowser {
  id: string;
  signatures: string[];
}

/** Signs a browser's ID for an account, which is given by its address or its ID. Signatures have 43 characters. */
const signatureOf = (id: string, account: string, secret: AuthSecret): string =>
  macOf(secret, ['known-browser', id, account.toLowerCase()]).toString('base64url');

function readValue(value: string | null | undefined): KnownBrowser | null {
  const [id = '', ...signatures] = (value ?? '').split('.');
  return /^[\w-]{22}$/.test(id) && signatures.length > 0
    ? { id, signatures: signatures.slice(0, signaturesAtMost) }
    : null;
}

const isSignedFor = ({ id, signatures }: KnownBrowser, account: string, secrets: AuthSecrets): boolean =>
  secrets.some((secret) => {
    const ours = signatureOf(id, account, secret);
    return signatures.some((signature) => equalInConstantTime(signature, ours));
  });

/** Returns the cookie's value after a sign-in. It contains the account signed in to first, followed by earlier ones. */
function rememberBrowser(
  value: string | null | undefined,
  user: { id: string; email: string },
  secrets: AuthSecrets,
): string {
  const known = readValue(value);
  const id = known?.id ?? randomBytes(idBytes).toString('base64url');
  const ours = [user.email, user.id].map((account) => signatureOf(id, account, secrets[0]));
  const others =
    known?.signatures.filter((each) => !ours.some((own) => equalInConstantTime(each, own))) ?? [];
  return [id, ...ours, ...others].slice(0, 1 + signaturesAtMost).join('.');
}

/**
 * Returns the ID of a browser that has signed in to this account (address or ID) before, read from the `Cookie` header;
 * null for any other browser.
 */
export function deviceCookieOf(
  cookies: string | undefined,
  account: string,
  { prefix, secrets }: { prefix: string; secrets: AuthSecrets },
): string | null {
  const names = [`${prefix}.${cookieName}`, `__Secure-${prefix}.${cookieName}`];
  for (const pair of cookies?.split(';') ?? []) {
    const at = pair.indexOf('=');
    if (!names.includes(pair.slice(0, at).trim())) continue;
    const known = readValue(pair.slice(at + 1).trim());
    if (known && isSignedFor(known, account, secrets)) return known.id;
  }
  return null;
}

/**
 * Creates the plugin. It must come after every plugin that may revoke a new session, because a password alone doesn't
 * make a browser known.
 */
export function deviceCookie({ secrets }: { secrets: AuthSecrets }) {
  const remember = createAuthMiddleware(async (ctx) => {
    const { newSession } = ctx.context;
    if (!newSession) return;
    const { name, attributes } = ctx.context.createAuthCookie(cookieName, { maxAge: maxAgeSeconds });
    ctx.setCookie(name, rememberBrowser(ctx.getCookie(name), newSession.user, secrets), attributes);
  });
  return {
    id: 'known-browser',
    hooks: { after: [{ matcher: () => true, handler: remember }] },
  } satisfies BetterAuthPlugin;
}
