/** Six digits that a mail carries: how they are made, kept and compared. */
import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import type { AuthSecret } from './auth-secrets.ts';

export const codeLivesSeconds = 600;
/** A guess is right once in 200 000 times, then (NIST SP 800-63B, 3.2.2). */
const mostTries = 5;

export const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0');

/** Under which name the code of a session is kept. */
export const codeNameOf = (sessionId: string): string => `confirm-code:${sessionId}`;

export interface KeptCode {
  mac: string;
  tries: number;
}

/** A plain hash of six digits could be searched: this one needs a secret that is not in the database. */
const macOf = (sessionId: string, code: string, secret: AuthSecret): Buffer =>
  createHmac('sha256', secret.value)
    .update(JSON.stringify(['confirm-code', sessionId, code]))
    .digest();

export const keptCode = (
  sessionId: string,
  code: string,
  [current]: readonly [AuthSecret, ...AuthSecret[]],
): string => writeKept({ mac: macOf(sessionId, code, current).toString('base64url'), tries: 0 });

export const writeKept = ({ mac, tries }: KeptCode): string => `${mac}:${tries}`;

/** Null when it is not one of ours, or was tried too often. */
export function readKept(value: string): KeptCode | null {
  const [, mac, tries] = /^([\w-]{43}):(\d)$/.exec(value) ?? [];
  return mac === undefined || Number(tries) >= mostTries ? null : { mac, tries: Number(tries) };
}

export function isCode(
  { mac }: KeptCode,
  sessionId: string,
  code: string,
  secrets: readonly AuthSecret[],
): boolean {
  const kept = Buffer.from(mac, 'base64url');
  return secrets.some((secret) => timingSafeEqual(kept, macOf(sessionId, code, secret)));
}
