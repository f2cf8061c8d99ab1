/**
 * What administrators read about a customer in other words than the customer. The keys are those of the sentences that
 * customers read; a sentence that is missing here is the same for both.
 */
import type { changes } from '#client/i18n/en/billing/changes.ts';
import type { history } from '#client/i18n/en/billing/history.ts';
import type { securityLog } from '#client/i18n/en/identity/sessions.ts';

type SomeOf<Messages> = { readonly [Key in keyof Messages]?: string };

export const theirChanges = {
  today: 'Charged today',
  carriedOver: 'Today’s amount is too small to charge, so it’s added to the next payment.',
  credited: 'What the customer has already paid is credited towards the next payments.',
  creditedOnce:
    'What the customer has already paid is deducted from the payment on {day}. After that, they pay the full price.',
  creditedUntil:
    'What the customer has already paid covers the next payments. They pay again on {day}: about {amount}.',
  seatsReason:
    'Today’s amount is for {seats, plural, one {# more seat} other {# more seats}} for the {days, plural, one {day} other {# days}} until the next payment.',
  creditLapses:
    'The customer has a credit from an earlier change that covers the next payments. Once the subscription is cancelled, nothing is left that it could cover, and the portal doesn’t pay it out.',
  reductionLapses:
    'A credit or a discount lowers the next payments. Once the subscription is cancelled, nothing is left that it could lower, and the portal doesn’t pay it out.',
  newPeriodDeducted:
    'A new billing period starts today. What’s left of the current one is deducted from today’s amount.',
  staysValid: 'The licence stays valid until {day}, even if it’s cancelled before then.',
  couponEnds: 'The recurring discount ends with this change. The next payment shown doesn’t include it.',
  worksThrough: 'The licence stays valid until the end of {day}. Nothing more is charged.',
  keyStays: 'The licence key stays the same.',
  keyWorks: 'The licence key keeps working. The customer can then also get one with the new details.',
  unknown:
    'Paddle hasn’t answered yet. The portal finds out whether the change was made, which can take up to ten minutes. Nothing is charged twice, and you can close this window.',
  arriving: 'Paddle has made the change. The licence shows it in a moment.',
  done: 'Paddle has made the change, and the licence shows it. The customer gets an e-mail.',
  planTitle: 'Which plan should the subscription have?',
} as const satisfies SomeOf<typeof changes>;

export const theirHistory = {
  bought: 'The customer bought this licence ({plan}) for {amount}.',
  boughtUnpaid: 'The customer bought this licence ({plan}).',
  trial: 'The customer started a trial ({plan}), free until the end of {day}.',
  granted: 'The licence ({plan}) was granted, valid until {day}.',
  assigned: 'The licence was added to the customer’s account.',
  first_payment: 'The customer made the first payment ({amount}). Valid until {day}.',
  paid: 'The customer paid {amount}.',
  seatsByYou: 'The customer changed the number of seats from {from} to {to}.',
  seatsByUs: 'An administrator changed the number of seats from {from} to {to}.',
  planByYou: 'The customer changed the plan from {from} to {to}.',
  planByUs: 'An administrator changed the plan from {from} to {to}.',
  charged: 'The customer paid {amount} for this.',
  cancelledByYou: 'The customer cancelled the subscription. Licence valid until {day}.',
  cancelledByUs: 'An administrator cancelled the subscription. Licence valid until {day}.',
  kept: 'The customer kept the licence: the subscription continues.',
  came_back: 'The customer started the subscription again, with the same key.',
  pausePlannedByYou: 'The customer scheduled a pause, starting on {day}.',
  keyByYou: 'The customer replaced the key and set the old one to stop working on {end}.',
  keyByYouAtOnce: 'The customer replaced the key. The old one stopped working at once.',
  key_updated: 'The customer got an updated key. The old one kept working.',
  keyByUs: 'An administrator replaced the key and set the old one to stop working on {end}.',
  keyByUsAtOnce: 'An administrator replaced the key. The old one stopped working at once.',
  extended: 'An administrator extended the licence until {day}.',
  revoked: 'An administrator revoked the licence.',
  reinstated: 'An administrator made the licence valid again.',
  nextCharge: 'The customer’s credit is used up, and they pay about {amount}.',
} as const satisfies SomeOf<typeof history>;

export const theirSecurityLog = {
  viewed_by_administrator: 'The customer’s pages viewed by an administrator, without the licence keys',
} as const satisfies SomeOf<typeof securityLog>;
