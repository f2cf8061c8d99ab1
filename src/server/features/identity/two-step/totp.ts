/**
 * Time-based one-time passwords (RFC 6238): HMAC-SHA-1, six digits, a step of 30 seconds, as every app supports them.
 * better-auth's own check answers yes or no; ours names the time step, so that a code counts once.
 */
import { createHmac } from 'node:crypto';
import { equalInConstantTime } from '#server/platform/crypto/equal-in-constant-time.ts';
import { secondMs } from '#shared/durations.ts';

const stepSeconds = 30;
const digits = 6;
/** Clocks drift and people type: the step before and the one after count too (RFC 6238, section 5.2). */
const drift = [0, -1, 1] as const;

/** The code of one time step (RFC 4226, section 5.3). */
function codeOfStep(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0x0f;
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/** The time step a code belongs to at this moment; null when it is none of this secret's. */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  const current = Math.floor(now.getTime() / secondMs / stepSeconds);
  const matching = drift
    .map((steps) => current + steps)
    .filter((step) => equalInConstantTime(code, codeOfStep(secret, step)));
  return matching[0] ?? null;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base32 without padding (RFC 4648, section 6): the form in which apps take a secret. */
export function base32(text: string): string {
  const bits = [...Buffer.from(text)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => alphabet[Number.parseInt(group.padEnd(5, '0'), 2)]).join('');
}

/** What an app reads from the QR code. */
export function otpauthUri({
  issuer,
  account,
  secret,
}: Record<'issuer' | 'account' | 'secret', string>): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  // Not URLSearchParams: some apps show its plus signs.
  const query = Object.entries({ secret: base32(secret), issuer, digits, period: stepSeconds })
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  return `otpauth://totp/${label}?${query}`;
}
