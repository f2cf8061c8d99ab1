/** Maps the outcomes of a ping to HTTP responses (docs/contract.md, "The ping"). */
import { bearerChallenges } from '#server/platform/rest/bearer-challenges.ts';
import { manageKeyScope, type PingAnswer } from '#shared/instances/instances.ts';
import type { LicenceEnd } from '#shared/licences/licences.ts';
import { type ProblemName, problemDocument, problemMediaType } from '#shared/problems.ts';
import { frequencyInKey } from './issue-licence.ts';
import type { Licence } from './licence.repository.ts';
import type { Validation } from './validate-licence.ts';

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

/** Text for each problem that explains it and its remedy. Also sent as `message`, which Laravel clients display. */
const details = {
  'invalid-input': 'The Authorization header was sent more than once. Send one access token.',
  'token-missing': 'Send an access token as "Authorization: Bearer …". Request one at /oauth/token.',
  'token-invalid': 'The access token is unknown, expired or revoked. Request a new one at /oauth/token.',
  'scope-insufficient': `The access token lacks the scope ${manageKeyScope}. Request a token with this scope at /oauth/token.`,
  'too-many-requests': 'This client has sent too many requests. Try again after the time in Retry-After.',
  'payload-too-large': 'The body is larger than 64 KiB. Send only the licence key.',
  'unsupported-media-type': 'Send the body without Content-Encoding.',
  'body-invalid':
    'The body must contain licence_key, up to 4,096 characters of base64, as JSON or as a form.',
  'key-invalid': 'This is not a valid licence key. Copy the whole key from the customer portal.',
  'licence-unknown':
    'There is no licence with this key. If the key was replaced, copy the new one from the customer portal.',
  'service-unavailable':
    'The licence cannot be checked at the moment. Try again after the time in Retry-After.',
  internal: 'Something went wrong on our side. Try again later.',
} as const satisfies Partial<Record<ProblemName, string>>;

export type PingProblem = keyof typeof details;

const whyItEnded = {
  expired: 'The licence was not renewed. Renew it in the customer portal.',
  paused: 'The subscription is paused. Resume it to use the licence again.',
  cancelled: 'The subscription was cancelled, and the paid period has ended.',
  refunded: 'The payment for this licence was refunded.',
  revoked: 'The licence was revoked. If you think this is a mistake, contact support.',
} as const satisfies Record<LicenceEnd, string>;

const challenges: Partial<Record<ProblemName, string>> = {
  'token-missing': bearerChallenges.tokenMissing,
  'token-invalid': bearerChallenges.tokenInvalid('The access token is unknown, expired or revoked'),
  'scope-insufficient': bearerChallenges.scopeInsufficient(manageKeyScope),
};

/** Builds the ping's responses. Problem types link to pages of the portal at `appUrl`. */
export function pingAnswers(appUrl: string) {
  const document = (
    name: ProblemName,
    detail: string,
    more: { headers?: Record<string, string>; fields?: Record<string, unknown> } = {},
  ): Answer => {
    const body = problemDocument(appUrl, name, { detail, fields: more.fields ?? {} });
    const challenge = challenges[name];
    return {
      status: body.status,
      headers: {
        'Content-Type': problemMediaType,
        ...(challenge === undefined ? {} : { 'WWW-Authenticate': challenge }),
        ...more.headers,
      },
      body,
    };
  };
  const problem = (name: PingProblem, headers: Record<string, string> = {}): Answer =>
    document(name, details[name], { headers });

  return {
    problem,
    validation(validation: Validation): Answer {
      switch (validation.status) {
        case 'forged':
          return problem('key-invalid');
        case 'unknown':
          return problem('licence-unknown');
        case 'ended': {
          const { reason } = validation;
          return document('licence-ended', whyItEnded[reason], { fields: { reason } });
        }
        case 'good':
          return {
            status: 200,
            headers: { 'Content-Type': 'application/json; charset=utf-8' },
            body: { ...goodAnswer(validation) },
          };
      }
    },
  };
}

function goodAnswer({
  licence,
  nextCheckOn,
}: {
  licence: Licence;
  nextCheckOn: PingAnswer['next_check_at'];
}): PingAnswer {
  const { status } = licence;
  if (status === 'revoked') throw new Error('a revoked licence is not good');
  return {
    next_check_at: nextCheckOn,
    product: licence.plan.product,
    plan: licence.plan.friendlyName,
    quantity: licence.quantity,
    frequency: frequencyInKey[licence.plan.frequency],
    state: status,
    valid_until: licence.validUntil,
  };
}
