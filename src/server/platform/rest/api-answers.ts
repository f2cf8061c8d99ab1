/** What the REST API says when it does not give what was asked for (RFC 9457), and how it says it. */
import type { ServerResponse } from 'node:http';
import { sendProblem } from '#server/platform/http/problem.ts';
import { sendText } from '#server/platform/http/send-text.ts';
import type { ProblemName } from '#shared/problems.ts';

const details = {
  'token-missing':
    'Send a personal token as "Authorization: Bearer …". It is made in the settings of the account.',
  'token-invalid':
    'The token is unknown, was deleted, or has expired. Make a new one in the settings of the account.',
  'scope-insufficient': 'The token lacks a permission. It can be given in the settings of the account.',
  'too-many-requests': 'This token sends too many requests. Ask again after the time in Retry-After.',
} as const satisfies Partial<Record<ProblemName, string>>;

export type ApiProblem = keyof typeof details;

/** RFC 6750, section 3: who sent no token is told no error, only how to come in. */
function challenge(name: ApiProblem, scope: string): string | null {
  const realm = 'Bearer realm="customer-portal"';
  switch (name) {
    case 'token-missing':
      return realm;
    case 'token-invalid':
      return `${realm}, error="invalid_token", error_description="The token is unknown or has expired"`;
    case 'scope-insufficient':
      return `${realm}, error="insufficient_scope", scope="${scope}"`;
    case 'too-many-requests':
      return null;
  }
}

/** `scope`: the permission that would open what was asked for. */
export function sendApiProblem(
  res: ServerResponse,
  name: ApiProblem,
  { scope, retryAfterSeconds }: { scope: string; retryAfterSeconds?: number },
): void {
  const said = challenge(name, scope);
  if (said !== null) res.setHeader('WWW-Authenticate', said);
  sendProblem(res, name, {
    detail: details[name],
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}

/** Compressed: only its own program has the token that it is asked with, so no other site can have it asked for. */
export async function sendData(res: ServerResponse, body: unknown): Promise<void> {
  res.setHeader('Content-Type', 'application/json; charset=utf-8');
  res.setHeader('Cache-Control', 'no-store');
  await sendText(res, JSON.stringify(body));
}
