/** What the pages of problems say, in English. */
import { type ProblemName, problems } from '#shared/problems.ts';
import type { ProblemTexts } from './problem-text.ts';

const texts: Readonly<Record<ProblemName, readonly [means: string, action: string]>> = {
  'invalid-input': [
    'Something in the request is missing, malformed, or sent twice. The “detail” of the answer says what.',
    'Correct the request. The same one will be refused again.',
  ],
  'coupon-refused': [
    'Paddle, which takes the payment, does not accept this coupon for this plan.',
    'Check how the coupon is written, or continue without it.',
  ],
  'vat-postcode-missing': [
    'With a VAT number, Paddle needs the company’s postcode in this country.',
    'Enter the postcode and try again.',
  ],
  'email-refused': [
    'Paddle does not accept the e-mail address of the account.',
    'Change the address in the settings of the account, then try again.',
  ],
  'not-signed-in': ['This is only for people who are signed in.', 'Sign in and try again.'],
  'email-not-verified': [
    'The e-mail address of the account has not been confirmed yet.',
    'Open the link in the e-mail we sent, or ask for a new one when you sign in.',
  ],
  'confirmation-needed': [
    'This is sensitive, and the last time you proved who you are is too long ago.',
    'Confirm with your password or a passkey, then try again.',
  ],
  'second-factor-needed': [
    'This is only open to accounts with two-step verification.',
    'Turn it on in the settings of the account.',
  ],
  forbidden: [
    'The request was understood, but whoever sent it may not do this. Requests that a page of another site sends are refused as well.',
    'Use an account that may do this, from the portal’s own pages.',
  ],
  'not-found': [
    'There is nothing at this address, or it is not yours to see.',
    'Check the address. The documentation lists those of the API.',
  ],
  'method-not-allowed': [
    'The address exists, but it only accepts other methods, such as POST in place of GET.',
    'Use one of the methods in the Allow header of the answer.',
  ],
  'already-licensed': [
    'The account has a running licence for this product.',
    'Change its plan or its seats, or say that you want another licence.',
  ],
  'account-changed': [
    'The page that asked belongs to one account, and you’re now signed in with another one in this browser. Nothing was changed.',
    'Load the page again, and go on with the account that it then shows.',
  ],
  'changed-meanwhile': [
    'Somebody, or another tab, has changed the same thing since the page was loaded. Nothing was changed.',
    'Look at what it is now, then save again.',
  ],
  'too-many-tokens': [
    'The account has as many API tokens as it may have.',
    'Delete one that is no longer used.',
  ],
  'payload-too-large': [
    'The body of the request is over the limit of this address.',
    'Send less. A licence key alone is never too long.',
  ],
  'unsupported-media-type': [
    'The body is in a format or an encoding that is not read at this address.',
    'Send a format that the “detail” of the answer names, without Content-Encoding.',
  ],
  'too-many-requests': [
    'This caller has sent more requests than it may in this time.',
    'Wait for the number of seconds in the Retry-After header, then go slower.',
  ],
  'paddle-unavailable': [
    'Paddle, which takes the payments, cannot be reached.',
    'Try again in a few minutes. Nothing has been charged.',
  ],
  'service-unavailable': [
    'The portal cannot do its work at the moment, for example because its database cannot be reached. This says nothing about a licence.',
    'Try again after the number of seconds in the Retry-After header.',
  ],
  internal: [
    'Something went wrong on our side. This says nothing about a licence.',
    'Try again later. If it stays, write to us with the X-Request-Id of the answer.',
  ],
  'key-unreadable': [
    'What is stored of this licence key cannot be read. The key itself still works where it is in use.',
    'Contact us if you need the key: we can issue another one.',
  ],
  'host-unknown': [
    'The request names a host that this portal does not answer for (HTTP 421).',
    'Use the address that the portal was set up with. Behind a proxy, pass the Host header on.',
  ],
  'token-missing': [
    'This address needs an access token, and the request carries none.',
    'Send it in the header “Authorization: Bearer …”.',
  ],
  'token-invalid': [
    'The access token is unknown, has expired, or was revoked. This says nothing about a licence.',
    'Ask for a new token, once, and repeat the request. An instance of Monica keeps its old one until somebody runs “php artisan cache:forget customer_portal.access_token”.',
  ],
  'scope-insufficient': [
    'The access token is good, but it was not given the permission that this address wants. The WWW-Authenticate header names it.',
    'Ask for a token with that scope; a personal token gets its permissions in the settings of the account.',
  ],
  'body-invalid': [
    'The request has no licence_key that could be one: it is missing, sent twice, over 4,096 characters, or has characters that no key has. The status is 500 because the instances that are out there expect 200 or 500.',
    'Ask the customer to copy the whole key from the portal and enter it again. Do not repeat the request as it is.',
  ],
  'key-invalid': [
    'The text is not a licence key of this portal: it was damaged or cut off, or made with another PRIVATE_KEY. The status is 500 because the instances that are out there expect 200 or 500.',
    'Ask the customer to copy the whole key from the portal and enter it again. If keys that worked before are refused, the operator has to look at PRIVATE_KEY and PRIVATE_KEY_PREVIOUS.',
  ],
  'licence-unknown': [
    'The key is genuine, but no licence belongs to it: it was replaced by a newer key, or it is for another product.',
    'Ask the customer for the key that the portal shows now.',
  ],
  'licence-ended': [
    'The licence is known, and its time is over. “reason” says why: expired, paused, cancelled, refunded or revoked.',
    'Lock what the licence unlocked, and send the customer to the portal to renew. Ask again later: a renewed licence keeps its key.',
  ],
};

export const english: ProblemTexts = {
  unknownTitle: 'There is no such problem',
  unknown: 'No answer of this portal names a problem like this.',
  meansHeading: 'What it means',
  actionHeading: 'What to do',
  status: 'HTTP status',
  documentation: 'Documentation of the API',
  problems: Object.fromEntries(
    Object.entries(texts).map(([name, [means, action]]) => [
      name,
      { title: problems[name as ProblemName].title, means, action },
    ]),
  ) as ProblemTexts['problems'],
};
