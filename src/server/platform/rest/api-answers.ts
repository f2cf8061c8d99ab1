/** What the REST API says when it does not give what was asked for (RFC 9457), and how it says it. */
import type { ServerResponse } from 'node:http';

const problems = {
  'method-not-allowed': {
    status: 405,
    title: 'Wrong method',
    detail: 'This address can only be read, by GET.',
  },
  'token-missing': {
    status: 401,
    title: 'No token',
    detail: 'Send a personal token as "Authorization: Bearer …". It is made in the settings of the account.',
  },
  'token-invalid': {
    status: 401,
    title: 'No valid token',
    detail:
      'The token is unknown, was deleted, or has expired. Make a new one in the settings of the account.',
  },
  'scope-insufficient': {
    status: 403,
    title: 'The token does not open this',
    detail: 'The token lacks a permission. It can be given in the settings of the account.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    detail: 'This token sends too many requests. Ask again after the time in Retry-After.',
  },
  'invalid-input': { status: 400, title: 'The request is not valid', detail: '' },
} as const;

export type ApiProblem = keyof typeof problems;

/** RFC 6750, section 3: who sent no token is told no error, only how to come in. */
export function challenge(
  name: 'token-missing' | 'token-invalid' | 'scope-insufficient',
  scope: string,
): string {
  const realm = 'Bearer realm="customer-portal"';
  if (name === 'token-missing') return realm;
  return name === 'token-invalid'
    ? `${realm}, error="invalid_token", error_description="The token is unknown or has expired"`
    : `${realm}, error="insufficient_scope", scope="${scope}"`;
}

function send(res: ServerResponse, status: number, type: string, body: unknown): void {
  const text = JSON.stringify(body);
  res.statusCode = status;
  res.setHeader('Content-Type', `${type}; charset=utf-8`);
  res.setHeader('Cache-Control', 'no-store');
  res.setHeader('Content-Length', Buffer.byteLength(text));
  // Node leaves the body out for HEAD.
  res.end(text);
}

export const sendData = (res: ServerResponse, body: unknown): void =>
  send(res, 200, 'application/json', body);

export function sendApiProblem(
  res: ServerResponse,
  name: ApiProblem,
  more: { detail?: string; headers?: Readonly<Record<string, string>> } = {},
): void {
  const { status, title } = problems[name];
  const detail = more.detail ?? problems[name].detail;
  for (const [header, value] of Object.entries(more.headers ?? {})) res.setHeader(header, value);
  send(res, status, 'application/problem+json', {
    ...{ type: `urn:customer-portal:problem:${name}`, title, status, detail, message: detail },
  });
}
