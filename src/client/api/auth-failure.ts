/** Why the sign-in server refused, in words that the pages have sentences for. */

import type { ErrorCode } from '#shared/errors.ts';
import { type AuthSentence, authRefusals, isAuthRefusal } from '#shared/identity/auth-refusals.ts';

/**
 * The last four are the page's own. `unreachable`: no answer came, or none of ours; `unanswered`: none came in time,
 * and what was asked for may have been done.
 */
export type AuthErrorCode =
  | AuthSentence
  | ErrorCode
  | 'passkey_not_given'
  | 'part_missing'
  | 'unreachable'
  | 'unanswered';

/** What a refusal is told as whose word this page does not know: no more than its status says. */
export function codeOfStatus(status: number): AuthErrorCode {
  if (status === 429) return 'too_many_requests';
  if (status === 502 || status === 503 || status === 504) return 'service_unavailable';
  return status >= 500 ? 'internal' : 'refused';
}

/** What an answer is told as. A word that nobody here knows says no more than that it was refused: never a guess. */
export function authCodeOfAnswer(status: number, body: unknown): AuthErrorCode {
  const word = typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
  if (isAuthRefusal(word)) return authRefusals[word];
  return codeOfStatus(status);
}

/** The sign-in server refused, or could not be reached. */
export class AuthFailure extends Error {
  readonly code: AuthErrorCode;
  readonly requestId: string | null;
  /** How long to wait before another try, where the server said so. */
  readonly retryAfterSeconds: number | null;
  /** Where the entries stand that are not accepted. */
  readonly wrongEntries: readonly string[];

  constructor(
    code: AuthErrorCode,
    options: {
      cause?: unknown;
      requestId?: string | null;
      retryAfterSeconds?: number | null;
      wrongEntries?: readonly string[];
    } = {},
  ) {
    super(`sign-in: ${code}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AuthFailure';
    this.code = code;
    this.requestId = options.requestId ?? null;
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
    this.wrongEntries = options.wrongEntries ?? [];
  }
}
