/** Generates, stores and compares the six-digit codes sent by e-mail. */
import { type AuthSecrets, isMacOf, macOf } from '#server/features/identity/better-auth/auth-secrets.ts';

export const codeLivesSeconds = 600;
/**
 * Maximum number of attempts per code. It limits the chance of guessing a code to 1 in 200,000 (NIST SP 800-63B,
 * 3.2.2).
 */
const maxTries = 5;

/**
 * Derives a code from the secret, the session and the ID of the request for a code (`asked`). The code stays the same
 * however often the e-mail is sent, and differs for the next request. It is computed from 48 bits, so that all codes
 * are practically equally likely.
 */
export function codeOf(sessionId: string, asked: string, [current]: AuthSecrets): string {
  const drawn = macOf(current, ['confirm-code-of', sessionId, asked]).readUIntBE(0, 6);
  return String(drawn % 1_000_000).padStart(6, '0');
}

export interface KeptCode {
  mac: string;
  tries: number;
}

/**
 * The parts of the keyed hash that is stored instead of the code. A plain hash of six digits could be brute-forced, so
 * the hash is keyed with a secret that isn't in the database.
 */
const partsOf = (sessionId: string, code: string) => ['confirm-code', sessionId, code] as const;

export const keptCode = (sessionId: string, code: string, [current]: AuthSecrets): string =>
  writeKept({ mac: macOf(current, partsOf(sessionId, code)).toString('base64url'), tries: 0 });

export const writeKept = ({ mac, tries }: KeptCode): string => `${mac}:${tries}`;

/** Parses a stored code. Returns null if it is malformed or has no attempts left. */
export function readKept(value: string): KeptCode | null {
  const [, mac, tries] = /^([\w-]{43}):(\d)$/.exec(value) ?? [];
  return mac === undefined || Number(tries) >= maxTries ? null : { mac, tries: Number(tries) };
}

export const isCode = ({ mac }: KeptCode, sessionId: string, code: string, secrets: AuthSecrets): boolean =>
  isMacOf(Buffer.from(mac, 'base64url'), secrets, partsOf(sessionId, code));
