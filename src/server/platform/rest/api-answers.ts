/** Responses of the REST API: JSON for data, problem documents (RFC 9457) for errors. */
import type { ServerResponse } from 'node:http';
import { sendProblem } from '#server/platform/http/problem.ts';
import { sendText } from '#server/platform/http/send-text.ts';
import type { ProblemName } from '#shared/problems.ts';
import { bearerChallenges } from './bearer-challenges.ts';

const details = {
  'token-missing':
    'Send a personal token as "Authorization: Bearer …". You can create one in the account settings.',
  'token-invalid':
    'The token is unknown, was deleted or has expired. Create a new one in the account settings.',
  'scope-insufficient': 'The token lacks a permission. You can grant it in the account settings.',
  'too-many-requests': 'This token has sent too many requests. Try again after the time in Retry-After.',
} as const satisfies Partial<Record<ProblemName, string>>;

export type ApiProblem = keyof typeof details;

function challengeFor(name: ApiProblem, scope: string): string | null {
  switch (name) {
    case 'token-missing':
      return bearerChallenges.tokenMissing;
    case 'token-invalid':
      return bearerChallenges.tokenInvalid('The token is unknown or has expired');
    case 'scope-insufficient':
      return bearerChallenges.scopeInsufficient(scope);
    case 'too-many-requests':
      return null;
  }
}

/** Sends the problem with its `WWW-Authenticate` challenge. `scope` is the permission that the request needs. */
export function sendApiProblem(
  res: ServerResponse,
  name: ApiProblem,
  { scope, retryAfterSeconds }: { scope: string; retryAfterSeconds?: number },
): void {
  const challenge = challengeFor(name, scope);
  if (challenge !== null) res.setHeader('WWW-Authenticate', challenge);
  sendProblem(res, name, {
    detail: details[name],
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}

/**
 * Sends JSON, compressed although it is secret. That is safe here: requests need a token, so no other site can trigger
 * one and measure the size of the response (BREACH).
 */
export async function sendData(res: ServerResponse, body: unknown): Promise<void> {
  res.setHeader('Content-Type', 'application/json; charset=utf-8');
  res.setHeader('Cache-Control', 'no-store');
  await sendText(res, JSON.stringify(body));
}
