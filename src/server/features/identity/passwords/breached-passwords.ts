/**
 * Checks with a range service whether a password is known from a data breach, without sending the password (OWASP ASVS
 * 5.0, 6.2.12). Unlike in better-auth's plugin, the service is configurable, and passwords are accepted while it is
 * down.
 */

import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import { logFailure } from '#server/platform/observability/failure-log.ts';

const prefixLength = 5;
const maxAnswerBytes = 1024 * 1024;

export interface BreachedPasswordsOptions {
  /** URL of the service, to which a slash and five hexadecimal digits are appended; null disables the check. */
  url: string | null;
  log: Logger;
  answerWithinMs?: number;
}

export type IsBreached = (password: string) => Promise<boolean>;

/**
 * Returns true if the response lists the hash with a count above zero. The service pads its responses with hashes of
 * unused passwords, whose count is zero.
 */
function holds(answer: string, suffix: string): boolean {
  return answer.split('\n').some((line) => {
    const [hash = '', count = '0'] = line.trim().split(':');
    return hash.toUpperCase() === suffix && Number(count) > 0;
  });
}

/**
 * Creates the check. It computes the password's SHA-1 and sends only the first five of its 40 digits, which about a
 * thousand breached passwords share (k-anonymity). Never rejects: if there is no proper response within two seconds,
 * the password counts as not breached and a warning is logged.
 */
export function breachedPasswords({
  url,
  log,
  answerWithinMs = 2_000,
}: BreachedPasswordsOptions): IsBreached {
  if (url === null) return async () => false;
  return async (password) => {
    const hash = createHash('sha1').update(password).digest('hex').toUpperCase();
    try {
      const response = await fetch(`${url}/${hash.slice(0, prefixLength)}`, {
        headers: { 'add-padding': 'true', 'user-agent': 'customer-portal' },
        redirect: 'error',
        signal: AbortSignal.timeout(answerWithinMs),
      });
      if (!response.ok) throw new Error(`the service responded with status ${response.status}`);
      return holds(await textOf(response), hash.slice(prefixLength));
    } catch (error) {
      logFailure(
        log,
        error,
        { level: 'warn' },
        'a new password could not be checked against breached passwords',
      );
      return false;
    }
  };
}

async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxAnswerBytes) throw new Error('the response from the service is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
