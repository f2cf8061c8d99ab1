/** English texts of the problem pages. */
import { type ProblemName, problems } from '#shared/problems.ts';
import type { ProblemTexts } from './problem-text.ts';

const texts: Readonly<Record<ProblemName, readonly [means: string, action: string]>> = {
  'invalid-input': [
    'Part of the request is missing, malformed or sent twice. The “detail” field of the response says which part.',
    'Correct the request before you send it again: unchanged, it will be refused.',
  ],
  'coupon-refused': [
    'Paddle, our payment provider, does not accept this coupon for this plan.',
    'Check the coupon code, or continue without it.',
  ],
  'vat-postcode-missing': [
    'When a VAT number is given, Paddle needs the company’s postcode in this country.',
    'Enter the postcode and try again.',
  ],
  'email-refused': [
    'Paddle does not accept the account’s e-mail address.',
    'Change the address in the account settings, then try again.',
  ],
  'not-signed-in': ['You need to be signed in to do this.', 'Sign in and try again.'],
  'email-not-verified': [
    'The account’s e-mail address has not been confirmed yet.',
    'Open the link in the e-mail we sent you, or request a new one when you sign in.',
  ],
  'confirmation-needed': [
    'This is a sensitive action, and it has been too long since you last confirmed your identity.',
    'Confirm with your password or a passkey, then try again.',
  ],
  'second-factor-needed': [
    'This is only available to accounts with two-step verification turned on.',
    'Turn on two-step verification in the account settings.',
  ],
  forbidden: [
    'The request was understood, but you do not have permission to make it. Requests sent from other sites’ pages are also refused.',
    'Use an account that has permission, and send the request from the portal’s own pages.',
  ],
  'not-found': [
    'There is nothing at this address, or you do not have access to it.',
    'Check the address. The documentation lists the addresses of the API.',
  ],
  'method-not-allowed': [
    'The address exists, but it does not accept this method: it may expect POST instead of GET, for example.',
    'Use one of the methods in the Allow header of the response.',
  ],
  'already-licensed': [
    'The account already has an active licence for this product.',
    'Change the plan or the number of seats of that licence, or confirm that you want another one.',
  ],
  'account-changed': [
    'The page was loaded for one account, but this browser is now signed in to another. Nothing was changed.',
    'Reload the page, then continue with the account it shows.',
  ],
  'changed-meanwhile': [
    'This has been changed by someone else or in another tab since the page was loaded. Your change was not saved.',
    'Check the current state, then save again.',
  ],
  'too-many-tokens': [
    'The account has reached the maximum number of API tokens.',
    'Delete a token that you no longer use.',
  ],
  'payload-too-large': [
    'The request body exceeds the limit for this address.',
    'Send less data. A licence key alone is never too long.',
  ],
  'unsupported-media-type': [
    'The request body has a format or an encoding that this address does not accept.',
    'Use a format named in the “detail” field of the response, without Content-Encoding.',
  ],
  'too-many-requests': [
    'You have sent too many requests in a short time.',
    'Wait for the number of seconds in the Retry-After header, then send requests less often.',
  ],
  'paddle-unavailable': [
    'Paddle, our payment provider, cannot be reached.',
    'Try again in a few minutes. You have not been charged.',
  ],
  'service-unavailable': [
    'The portal is temporarily unable to respond, for example because its database cannot be reached. This does not mean that a licence is invalid.',
    'Try again after the number of seconds in the Retry-After header.',
  ],
  internal: [
    'Something went wrong on our side. This does not mean that a licence is invalid.',
    'Try again later. If the error persists, contact us and include the X-Request-Id of the response.',
  ],
  'key-unreadable': [
    'The stored copy of this licence key cannot be read. The key itself still works wherever it is in use.',
    'Contact us if you need the key: we can issue another one.',
  ],
  'host-unknown': [
    'The request names a host that this portal does not serve (HTTP 421).',
    'Use the address for which the portal is configured. Behind a proxy, forward the Host header.',
  ],
  'token-missing': [
    'This address requires an access token, and the request does not include one.',
    'Send the token in the “Authorization: Bearer …” header.',
  ],
  'token-invalid': [
    'The access token is unknown, has expired or was revoked. This does not mean that a licence is invalid.',
    'Request a new token once, then repeat the request. An instance of Monica keeps its old token until you run “php artisan cache:forget customer_portal.access_token”.',
  ],
  'scope-insufficient': [
    'The access token is valid, but it lacks the permission that this address requires. The WWW-Authenticate header names that permission.',
    'Request a token with that scope. You can change the permissions of a personal token in the account settings.',
  ],
  'body-invalid': [
    'The request has no usable licence_key: the field is missing, sent twice, longer than 4,096 characters or contains characters that no key has. The status is 500 because existing instances expect 200 or 500.',
    'Ask the customer to copy the whole key from the portal and enter it again. Do not repeat the request unchanged.',
  ],
  'key-invalid': [
    'The text is not a licence key issued by this portal: it is damaged or incomplete, or was made with another PRIVATE_KEY. The status is 500 because existing instances expect 200 or 500.',
    'Ask the customer to copy the whole key from the portal and enter it again. If keys that worked before are refused, the operator must check PRIVATE_KEY and PRIVATE_KEY_PREVIOUS.',
  ],
  'licence-unknown': [
    'The key is genuine, but no licence matches it: it was replaced by a newer key, or it is for another product.',
    'Ask the customer for the key that the portal currently shows.',
  ],
  'licence-ended': [
    'The licence is known, but it has ended. The “reason” field says why: expired, paused, cancelled, refunded or revoked.',
    'Lock what the licence unlocked, and send the customer to the portal to renew the licence. Check again later: a renewed licence keeps its key.',
  ],
  'address-gone': [
    'The address belonged to the previous customer portal, and only its pages used it.',
    'Load the page again if it was open before the change. Programs use the addresses in the API documentation.',
  ],
};

export const english: ProblemTexts = {
  unknownTitle: 'Unknown problem',
  unknown: 'This portal does not report any problem with this name.',
  meansHeading: 'What it means',
  actionHeading: 'What to do',
  status: 'HTTP status',
  documentation: 'API documentation',
  problems: Object.fromEntries(
    Object.entries(texts).map(([name, [means, action]]) => [
      name,
      { title: problems[name as ProblemName].title, means, action },
    ]),
  ) as ProblemTexts['problems'],
};
