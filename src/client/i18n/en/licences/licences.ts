/** A licence: its state, its days, its key, how to use it. */
export const status = {
  none: 'No licence',
  trialing: 'Trial',
  active: 'Active',
  past_due: 'Payment overdue',
  paused: 'Paused',
  cancelled: 'Cancelled',
  granted: 'Complimentary',
  one_off: 'Paid once',
  pausing: 'Pause planned',
  refunded: 'Refunded',
  revoked: 'Revoked',
  ended: 'Ended',
} as const;

export const licence = {
  heading: 'Licence',
  numbered: 'Licence {number}',
  plan: 'Plan',
  seats: 'Seats',
  price: 'Price',
  renewsOn: 'Renews on',
  firstPayment: 'First payment',
  worksThrough: 'Valid until',
  free: 'Free of charge',
  perMonth: '{price} per month',
  perYear: '{price} per year',
  nextWeeks: 'The coming weeks',
  untilRenewal: 'Until renewal',
  untilEnd: 'Until it ends',
  untilPause: 'Until the pause',
  paidOnce: '{price}, paid once',
  sentenceRenews: 'Renews for {price} on {day}.',
  sentenceRenewsNoPrice: 'Renews on {day}.',
  sentenceTrial: 'Trial, first payment on {day}.',
  sentenceGrace: 'Payment overdue. Valid until {day}.',
  sentenceEnding: 'Valid until {day}, then ends.',
  sentencePaused: 'Paused. Valid until {day}.',
  sentencePausing: 'Pause planned. Valid until {day}.',
  sentenceRefunded: 'Refunded. Valid until {day}, then ends.',
  sentenceEnded: 'Was valid until {day}.',
  sentenceNever: 'No longer valid.',
  open: 'Open {product}',
  opensNewTab: 'opens in a new tab',
  earlier: 'Earlier licences',
  lastEnded: 'Your last licence was valid until {day}. <receipts>See its receipts</receipts>',
  another: 'Buy another licence',
  anotherSub: 'In addition to your current one',
  wrong: 'Something wrong?',
  write: 'Contact us',
} as const;

export const notice = {
  grace:
    'Your renewal was due on {day} and hasn’t been paid. {product} keeps working until the end of {through}; update your card before then.',
  graceNoLink:
    'Your renewal was due on {day} and hasn’t been paid. {product} keeps working until the end of {through}. Contact us and we’ll sort it out.',
  pastDue:
    'Your last payment failed. {product} keeps working until the end of {through}; update your card before then.',
  retry: 'Paddle will try again on {day}.',
  pausing:
    'A pause is planned: {product} keeps working until the end of {through}, then stops until payments resume.',
  paused: 'Payments are paused. {product} keeps working until the end of {through}. Contact us to resume.',
  pausedUnpaid:
    'Your card was declined too often, so payments are paused. {product} keeps working until the end of {through}. Contact us to resume.',
  refunded:
    'Your last payment was refunded. {product} keeps working until the end of {through}, then the licence ends.',
  oneOff: 'Paid once: {product} works until the end of {through}, with no renewal.',
  lapsed:
    'Your renewal was due on {day} and wasn’t paid, so {product} stopped working after {through}. Update your card: once the payment goes through, the same key works again.',
  lapsedNoLink:
    'Your renewal was due on {day} and wasn’t paid, so {product} stopped working after {through}. Contact us at <mail></mail> to make the same key work again.',
  pausedOut:
    'Your licence is paused; it was valid until {through}. Contact us at <mail></mail> to resume with the same key. A plan bought here is charged separately.',
  refundedOut: 'Your last payment was refunded, so the licence has ended.',
  revoked: 'Your licence was revoked. If you didn’t expect this, contact us at <mail></mail>.',
  ending:
    'The subscription is cancelled. {product} keeps working until the end of {through}, then the licence ends.',
  trial: 'Your trial runs until the end of {through}. Nothing has been charged so far.',
  second:
    'You’re paying for {product} twice. Both licences work and both renew. If you only meant to buy one, contact us at <mail></mail>: we’ll end the other and refund it.',
  stillCharged: 'Paddle keeps charging for it until you cancel the subscription there.',
  updateCard: 'Update card',
  cancelAtPaddle: 'Cancel on Paddle',
} as const;

export const line = {
  today: 'Today',
  paid: 'Paid',
  trial: 'Trial',
  granted: 'Complimentary',
  renews: 'Renews for {price}',
  renewsNoPrice: 'Renews',
  firstPayment: 'First payment',
  overdue: 'Payment overdue',
  ifFails: 'If it fails',
  grace: '{days, plural, one {# day of grace, then it ends} other {# days of grace, then it ends}}',
  graceShort: 'grace, then it ends',
  ends: 'Ends',
  pauses: 'Pauses',
  sayPaid: 'Paid until {day} inclusive.',
  sayTrial: 'Trial until {day} inclusive.',
  sayGranted: 'Complimentary until {day} inclusive.',
  sayRenews: 'Renews on {day} for {price}.',
  sayRenewsNoPrice: 'Renews on {day}.',
  sayFirstPayment: 'The first payment is taken on {day}.',
  sayIfFails:
    'If the payment fails, the licence keeps working for a grace period of {days, plural, one {# day} other {# days}}, until {through} inclusive, and ends on {stop}.',
  sayOverdue: 'The renewal is overdue. The licence is valid until {through} inclusive and ends on {stop}.',
  sayEnds: 'It doesn’t renew and ends on {stop}.',
  sayPauses: 'It doesn’t renew and is paused from {stop}.',
  sayToday: 'Today is {day}.',
} as const;

export const key = {
  heading: 'Licence key',
  reveal: 'Reveal',
  hide: 'Hide',
  copy: 'Copy',
  copied: 'Copied',
  copiedSay: 'Key copied.',
  copyBlocked: 'Your browser blocked copying. The key is selected: press Ctrl+C or ⌘C.',
  private: 'Keep it private, like a password.',
  hidden: 'hidden',
  none: 'We can’t show this key right now. It still works wherever it’s in use. If you need it, contact us.',
} as const;

export const use = {
  heading: 'Use it in {product}',
  monica1: 'In Monica, open <b>Settings › Subscription</b>.',
  monica2: 'Paste the key and choose <b>Activate</b>.',
  monica3: 'That’s it. Monica checks the key automatically, once per billing period.',
  officelife1: 'In OfficeLife, open <b>Account › Licence</b>.',
  officelife2: 'Paste the key and choose <b>Activate</b>.',
  officelife3: 'That’s it. OfficeLife checks the key automatically, once per billing period.',
} as const;

export const manage = {
  heading: 'Manage',
  numbered: 'Manage licence {number}',
  updateCard: 'Update card',
  updateCardSub: 'On Paddle’s page',
  cancel: 'Cancel the subscription',
  cancelSub: 'The licence stays valid until {day}',
} as const;
