/**
 * Generates and verifies time-based one-time passwords (RFC 6238). Uses HMAC-SHA-1, six digits and 30 seconds, which
 * every app supports. better-auth's own check returns only true or false; `stepOfCode` returns the time step, so that
 * each code can be accepted only once.
 */
import { Secret, TOTP } from 'otpauth';
import { base32In } from './secret-forms.ts';

const format = { digits: 6, period: 30 } as const;
/**
 * Number of time steps before and after the current one whose codes are also accepted, because clocks drift and people
 * type slowly (RFC 6238, section 5.2).
 */
const window = 1;

function keyOf(secret: string): Secret {
  const base32 = base32In(secret);
  return base32 === null ? Secret.fromUTF8(secret) : Secret.fromBase32(base32);
}

/** Returns the time step of a code that is valid at `now`; null if the code isn't valid. Compares in constant time. */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const moment = { ...format, timestamp: now.getTime() };
  const steps = TOTP.validate({ ...moment, secret: keyOf(secret), token: code, window });
  return steps === null ? null : TOTP.counter(moment) + steps;
}

/**
 * Returns the code that better-auth accepts. It takes every stored secret for text, so for secrets in base32 it isn't
 * the code of the app.
 */
export const codeForBetterAuth = (secret: string, now: Date): string =>
  TOTP.generate({ ...format, timestamp: now.getTime(), secret: Secret.fromUTF8(secret) });

/** Returns the secret in the form that apps accept (RFC 4648, section 6, without padding). */
export const base32 = (secret: string): string => keyOf(secret).base32;

/**
 * Returns the URI for the QR code. It isn't built by the library, because the library's URI contains `algorithm`, which
 * some apps reject.
 */
export function otpauthUri({
  issuer,
  account,
  secret,
}: Record<'issuer' | 'account' | 'secret', string>): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  // URLSearchParams would encode spaces as plus signs, and some apps display those.
  const query = Object.entries({ secret: base32(secret), issuer, ...format })
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  return `otpauth://totp/${label}?${query}`;
}
