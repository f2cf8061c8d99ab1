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
  lastPaid: 'Last payment',
  renewsOn: 'Renews on',
  firstPayment: 'First payment',
  worksThrough: 'Works through',
  endsOn: 'Ends on',
  free: 'Free of charge',
  perMonth: '{price} a month',
  perYear: '{price} a year',
  nextWeeks: 'The next weeks',
  untilRenewal: 'Until the renewal',
  untilEnd: 'Until it ends',
  untilPause: 'Until the pause',
  paidOnce: '{price}, paid once',
  sentenceRenews: 'Renews for {price} on {day}.',
  sentenceRenewsNoPrice: 'Renews on {day}.',
  sentenceTrial: 'Trial, first payment on {day}.',
  sentenceGrace: 'Payment overdue. Works through {day}.',
  sentenceEnding: 'Works through {day}, then it ends.',
  sentencePaused: 'Paused. Works through {day}.',
  sentencePausing: 'A pause is planned. Works through {day}.',
  sentenceRefunded: 'Refunded. Works through {day}, then it ends.',
  sentenceEnded: 'Worked through {day}.',
  sentenceNever: 'Does not work any more.',
  open: 'Open {product}',
  opensNewTab: 'opens in a new tab',
  earlier: 'Earlier licences',
  lastEnded: 'Your last licence worked through {day}. <receipts>Its receipts</receipts>',
  another: 'Buy another licence',
  anotherSub: 'Beside the one you have',
  wrong: 'Something not right?',
  write: 'Write to a person',
} as const;

export const notice = {
  grace:
    'The renewal of {day} is not paid yet. {product} works through {through}; update the card before then.',
  graceNoLink:
    'The renewal of {day} is not paid yet. {product} works through {through}. Write to us and we sort it out.',
  pastDue: 'The last payment failed. {product} works through {through}; update the card before then.',
  retry: 'Paddle tries it again on {day}.',
  pausing: 'A pause is planned: {product} works through {through}, then stops until the payments go on.',
  paused: 'The payments are paused. {product} works through {through}. Write to us to go on.',
  pausedUnpaid:
    'The card was declined too often, so the payments are paused. {product} works through {through}. Write to us to go on.',
  refunded: 'The last payment was refunded. {product} works through {through}, then the licence ends.',
  oneOff: 'Paid once: {product} works through {through}, and nothing renews.',
  lapsed:
    'The renewal of {day} was not paid, so {product} stopped after {through}. Update the card: once it is paid, the same key works again.',
  lapsedNoLink:
    'The renewal of {day} was not paid, so {product} stopped after {through}. Write to <mail></mail> and the same key works again.',
  pausedOut:
    'Your licence is paused and worked through {through}. Write to <mail></mail> to go on with the same key; a plan bought here is paid beside it.',
  refundedOut: 'The last payment was refunded, so the licence has ended.',
  revoked: 'Your licence was revoked. If that is unexpected, write to <mail></mail>.',
  ending: 'This licence is cancelled. {product} works through {through}, then it ends.',
  trial: 'The trial runs through {through}. Nothing was charged so far.',
  second:
    'You pay for {product} twice: two licences renew, and both work. If you meant to have one, write to <mail></mail>: we end the other and refund its payment.',
  stillCharged: 'Its subscription goes on at Paddle until it is cancelled there.',
  updateCard: 'Update card',
  cancelAtPaddle: 'Cancel at Paddle',
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
  grace: '{days, plural, one {one day of grace, then it ends} other {# days of grace, then it ends}}',
  graceShort: 'grace, then it ends',
  graceNow: 'grace',
  ends: 'Ends',
  pauses: 'Pauses',
  sayPaid: 'Paid through {day}.',
  sayTrial: 'Trial through {day}.',
  sayGranted: 'Complimentary through {day}.',
  sayRenews: 'On {day} it renews for {price}.',
  sayRenewsNoPrice: 'On {day} it renews.',
  sayFirstPayment: 'On {day} the first payment is taken.',
  sayIfFails:
    'If the payment fails, the licence keeps working for {days, plural, one {one day} other {# days}} of grace, through {through}, and ends on {stop}.',
  sayOverdue: 'The renewal is overdue. The licence works through {through} and ends on {stop}.',
  sayEnds: 'It does not renew and ends on {stop}.',
  sayPauses: 'It does not renew, and is paused from {stop}.',
  sayToday: 'Today is {day}.',
} as const;

export const key = {
  heading: 'Licence key',
  reveal: 'Reveal',
  hide: 'Hide',
  copy: 'Copy',
  copied: 'Copied',
  copiedSay: 'The key is copied.',
  copyBlocked: 'This browser does not let us copy. The key is marked: copy it by hand.',
  private: 'Private, like a password.',
  hidden: 'hidden',
  none: 'We can’t show this key right now. It still works where it is in use. If you need it, contact us.',
} as const;

export const use = {
  heading: 'Use it in {product}',
  monica1: 'In Monica, open <b>Settings › Subscription</b>.',
  monica2: 'Paste the key and choose <b>Activate</b>.',
  monica3: 'That is all. Monica checks the key with us by itself, once for every period you pay.',
  officelife1: 'In OfficeLife, open <b>Account › Licence</b>.',
  officelife2: 'Paste the key and choose <b>Activate</b>.',
  officelife3: 'That is all. OfficeLife checks the key with us by itself, once for every period you pay.',
} as const;

export const manage = {
  heading: 'Manage',
  numbered: 'Manage licence {number}',
  updateCard: 'Update card',
  updateCardSub: 'On Paddle’s page',
  cancel: 'Cancel licence',
  cancelSub: 'Keeps working through {day}',
} as const;
