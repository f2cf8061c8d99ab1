/** What a ping is answered, case by case (CONTRACT section 2). */
import { manageKeyScope } from '#shared/instances.ts';
import type { LicenceEnd } from './check-licence.ts';
import { frequencyInKey } from './issue-licence.ts';
import type { Validation } from './validate-licence.ts';

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

interface Problem {
  status: number;
  title: string;
  /** What happened and what to do; it is also the `message` that Laravel clients show. */
  detail: string;
}

/** Under each name is a `type` that stays, for callers that tell problems apart. */
const problems = {
  'method-not-allowed': { status: 405, title: 'Wrong method', detail: 'Send the licence key by POST.' },
  'token-invalid': {
    status: 401,
    title: 'No valid access token',
    detail: 'The access token is missing, expired or revoked. Ask for a new one at /oauth/token.',
  },
  'scope-insufficient': {
    status: 403,
    title: 'The access token does not open this',
    detail: `The access token lacks the scope ${manageKeyScope}. Ask for one with it at /oauth/token.`,
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    detail: 'This client sends too many requests. Ask again after the time in Retry-After.',
  },
  'body-too-large': { status: 413, title: 'The body is too large', detail: 'The body is over 64 KiB.' },
  'body-invalid': {
    status: 500,
    title: 'No licence key in the body',
    detail: 'The body must hold licence_key, a text of 4,096 characters at most, as JSON or as a form.',
  },
  'key-invalid': {
    status: 500,
    title: 'Not a licence key',
    detail: 'This is not a licence key, or it was damaged. Copy the whole key from the customer portal.',
  },
  'licence-unknown': {
    status: 404,
    title: 'Unknown licence',
    detail: 'No licence belongs to this key. If it was replaced, use the key that the customer portal shows.',
  },
  'licence-ended': { status: 410, title: 'The licence has ended', detail: '' },
  'database-unavailable': {
    status: 503,
    title: 'Not available',
    detail: 'The licence cannot be checked at the moment. Ask again after the time in Retry-After.',
  },
  internal: { status: 500, title: 'Something went wrong on our side', detail: 'Ask again in a while.' },
} as const satisfies Record<string, Problem>;

export type ProblemName = keyof typeof problems;

const whyItEnded = {
  expired: 'The licence was not renewed. Renew it on the customer portal.',
  paused: 'The subscription is paused. Resume it to use the licence again.',
  cancelled: 'The subscription was cancelled and its paid time is over.',
  refunded: 'The payment for this licence was refunded.',
  revoked: 'The licence was revoked. Write to support if this is unexpected.',
} as const satisfies Record<LicenceEnd, string>;

export function problemAnswer(
  name: ProblemName,
  more: { headers?: Record<string, string>; detail?: string; reason?: string } = {},
): Answer {
  const { status, title, detail } = problems[name];
  const said = more.detail ?? detail;
  return {
    status,
    headers: { 'Content-Type': 'application/problem+json; charset=utf-8', ...more.headers },
    body: {
      type: `urn:customer-portal:problem:${name}`,
      title,
      status,
      detail: said,
      ...(more.reason === undefined ? {} : { reason: more.reason }),
      message: said,
    },
  };
}

/** RFC 6750, section 3. */
export function refuseToken(name: 'token-invalid' | 'scope-insufficient'): Answer {
  const error =
    name === 'token-invalid'
      ? 'error="invalid_token", error_description="The access token is missing, expired or revoked"'
      : `error="insufficient_scope", scope="${manageKeyScope}"`;
  return problemAnswer(name, { headers: { 'WWW-Authenticate': `Bearer realm="customer-portal", ${error}` } });
}

export function answerValidation(validation: Validation): Answer {
  switch (validation.status) {
    case 'forged':
      return problemAnswer('key-invalid');
    case 'unknown':
      return problemAnswer('licence-unknown');
    case 'ended':
      return problemAnswer('licence-ended', {
        detail: whyItEnded[validation.reason],
        reason: validation.reason,
      });
    case 'good': {
      const { licence, nextCheckOn } = validation;
      return {
        status: 200,
        headers: { 'Content-Type': 'application/json; charset=utf-8' },
        body: {
          next_check_at: nextCheckOn,
          product: licence.plan.product,
          plan: licence.plan.friendlyName,
          quantity: licence.quantity,
          frequency: frequencyInKey[licence.plan.frequency],
          state: licence.status,
          valid_until: licence.validUntil,
        },
      };
    }
  }
}
