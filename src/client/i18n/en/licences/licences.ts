/** Messages for licences: states, dates, notices, the timeline, the key and how to use it. */
export const status = {
  none: 'No licence',
  trialing: 'Trial',
  active: 'Active',
  past_due: 'Payment overdue',
  paused: 'Paused',
  cancelled: 'Cancelled',
  granted: 'Complimentary',
  one_off: 'One-off payment',
  pausing: 'Pause scheduled',
  refunded: 'Refunded',
  revoked: 'Revoked',
  ended: 'Ended',
} as const;

export const licence = {
  heading: 'Licence',
  bought: '{plan}, bought on {day}',
  boughtSeats: '{plan}, {seats}, bought on {day}',
  granted: '{plan}, granted on {day}',
  grantedSeats: '{plan}, {seats}, granted on {day}',
  sameName: '{name} ({number})',
  dates: 'Dates',
  plan: 'Plan',
  seats: 'Seats',
  price: 'Price',
  renewsOn: 'Renews on',
  firstPayment: 'First payment',
  nextPayment: 'Next payment',
  worksThrough: 'Valid until',
  free: 'Free of charge',
  perMonth: '{price} per month',
  perYear: '{price} per year',
  paidOnce: '{price}, one-off payment',
  sentenceRenews: 'Renews for {price} on {day}.',
  sentenceRenewsThen:
    'Renews for {price} on {day}{isLess, select, true {, after a credit or discount} other {}}, then for {full} {frequency, select, Monthly {per month} other {per year}}.',
  sentenceRenewsFree: 'Renews on {day}. Nothing is charged that day.',
  sentenceRenewsFreeOnce:
    'Renews on {day}. Nothing is charged that day. The amount of the first payment after that isn’t known yet.',
  sentenceCredit: 'Your credit covers the renewals until {day}. You then pay about {price}.',
  sentenceStays: 'Your licence stays valid until {day}, even if you cancel.',
  sentenceRenewsNoPrice: 'Renews on {day}.',
  sentenceTrial: 'Trial. First payment on {day}.',
  sentenceGrace: 'Payment overdue. Valid until {day}.',
  sentenceEnding: 'Valid until {day}. It won’t renew.',
  sentencePaused: 'Paused. Valid until {day}.',
  sentencePausing: 'Pause scheduled. Valid until {day}.',
  sentenceRefunded: 'Refunded. Your licence ends after {day}.',
  sentenceEnded: 'Your licence was valid until {day}.',
  sentenceNever: 'Your licence is no longer valid.',
  open: 'Open {product}',
  earlier: 'Previous licences',
  lastEnded: 'Your last licence was valid until {day}. <receipts>View receipts</receipts>',
  another: 'Buy another licence',
  anotherSub: 'Do you need a separate licence, with its own key and subscription?',
  wrong: 'Need help?',
  write: 'Contact us',
} as const;

export const notice = {
  due: '{told, select, true {Your renewal of {amount}} other {Your renewal}} was due on {day} and hasn’t been paid.',
  failed:
    '{told, select, true {Your payment of {amount} for {product}} other {Your payment for {product}}} failed.',
  works: '{product} keeps working until the end of {through}.',
  worksCard: '{product} keeps working until the end of {through}; update your payment method before then.',
  worksContact: '{product} keeps working until the end of {through}. Contact us and we’ll sort it out.',
  stopped: '{product} stopped working after {through}.',
  retry: 'Paddle will try again on {day}.',
  retryLate: 'Paddle won’t try again before {day}, so {product} may stop working in the meantime.',
  pausing:
    'Your subscription will be paused. {product} keeps working until the end of {through}, then stops until payments resume.',
  paused:
    'Your subscription is paused. {product} keeps working until the end of {through}. You can resume it at any time.',
  pausedUnpaid:
    'Your subscription is paused because {told, select, true {your payment of {amount}} other {your payment}} was declined too many times.',
  resumeCard: 'Update your payment method, then resume the subscription.',
  resumeContact: 'Contact us to resume it.',
  refunded:
    'Your last payment was refunded. {product} keeps working until the end of {through}, then your licence ends.',
  oneOff: 'You made a one-off payment: {product} works until the end of {through} and won’t renew.',
  fixed: 'Your {product} licence is valid until the end of {through} and won’t renew.',
  lapsed:
    '{told, select, true {Your renewal of {amount}} other {Your renewal}} was due on {day} and wasn’t paid, so {product} stopped working after {through}.',
  lapsedCard: 'Update your payment method, and your key will work again as soon as the payment goes through.',
  lapsedContact: 'Contact us to settle the payment; your key will then work again.',
  pausedOut:
    'Your subscription is paused; your licence was valid until {through}. Resume it under “Manage” and the same key works again, or contact us at <mail></mail>. If you buy a plan below instead, it’s charged separately.',
  refundedOut: 'Your last payment was refunded, so your licence has ended.',
  revoked: 'Your licence was revoked. If you think this is a mistake, contact us at <mail></mail>.',
  ending:
    'Your subscription is cancelled. {product} keeps working until the end of {through}, then your licence ends. Nothing more is charged.',
  trial: 'Your trial runs until the end of {through}. You haven’t been charged yet.',
  second:
    'You’re paying for {product} twice. The second licence is “{name}”, and both renew. If you only meant to buy one, contact us and we’ll cancel the second and refund it.',
  wantBoth: 'I want both',
  bothWanted: 'Thank you. Both {product} licences continue, and we won’t ask again.',
  stillChargedSometime:
    'Your {product} licence {why, select, refunded {was refunded} other {was revoked}}, but its subscription isn’t cancelled. Paddle may charge you again unless you cancel it.',
  stillCharged:
    'Your {product} licence {why, select, refunded {was refunded} other {was revoked}}, but its subscription isn’t cancelled. Paddle will charge you again on {day} unless you cancel it.',
  showKey: 'Show the new key',
  updateCard: 'Update payment method',
  cancelAtPaddle: 'Cancel on Paddle',
} as const;

export const line = {
  today: 'Today',
  renews: 'Renews',
  firstPayment: 'Then paid',
  sayPaid: 'Paid until the end of {day}.',
  sayTrial: 'The trial runs until the end of {day}.',
  sayGranted: 'Complimentary until the end of {day}.',
  sayFirstPayment: 'The first payment is taken on {day}.',
  sayOverdue: 'Payment is overdue. The licence keeps working until the end of {through}.',
  sayEnds: 'The licence won’t renew.',
  sayPauses: 'The licence will then be paused.',
  sayToday: 'Today is {day}.',
} as const;

export const key = {
  heading: 'Licence key',
  sameKey:
    'Is {product} already using this key? It’s the same key as in the portal before, so there’s nothing to paste again.',
  reveal: 'Reveal',
  hide: 'Hide',
  copy: 'Copy',
  copyKey: 'Copy key',
  copied: 'Copied',
  copiedSay: 'Key copied.',
  copyBlocked: 'Your browser blocked copying. The key is selected: press Ctrl+C or ⌘C to copy it.',
  copyBlockedHere: 'Your browser blocked copying. Copy the key on the licence’s page instead.',
  download: 'Download as a text file',
  fileName: '{product}-licence-key.txt',
  private: 'Treat this key like a password.',
  hidden: 'hidden',
  none: 'We can’t show this key right now, but it still works wherever you use it. If you need it, contact us.',
  leaked: 'Has someone else seen this key?',
  replace: 'Replace it',
  replaceTitle: 'Replace this key',
  replaceNow: 'Your licence gets a new key right away.',
  replaceWhen: 'When should the old {count, plural, one {key} other {keys}} stop working?',
  replaceLater: 'On {end}',
  replaceLaterNote: '{product} keeps running in the meantime. Paste the new key there before then.',
  replaceAtOnce: 'At once',
  replaceAtOnceNote:
    'From now on, {product} can’t use the old {count, plural, one {key} other {keys}} for its checks. Paste the new one there right away so that it keeps running.',
  replaceEarlier: 'The key that was replaced earlier still stops working on {end}.',
  replaceStay: 'Keep this key',
  replaceSubmit: 'Replace the key',
  replaceCheck: 'Check again',
  replaced:
    'Your licence has a new key. {count, plural, one {The old one works} other {The old ones work}} until {end}. Paste the new one in {product} before then.',
  replacedAtOnce:
    'Your licence has a new key. {count, plural, one {The old one no longer works} other {The old ones no longer work}}. Paste the new one in {product} now.',
  replaceDone: 'Done',
  outdatedSeats: 'This key was issued for {was}. Your licence now has {seats}.',
  outdatedMonthly: 'This key was issued for the monthly plan. You now pay yearly.',
  outdatedAnnual: 'This key was issued for the yearly plan. You now pay monthly.',
  outdatedEmail: 'This key was issued to {email}, which is no longer your address.',
  outdatedWorks:
    'It keeps working, so there’s nothing you need to do. If {product} still shows the old details, get an updated key and paste it there. The old key keeps working too.',
  update: 'Get an updated key',
  updated: 'Your key now has your current details.',
  oldLasts: '{count, plural, one {The old one keeps working too.} other {The old ones keep working too.}}',
  oldStops:
    '{lasting, select, true {The replaced} other {Your old}} {count, plural, one {key stops} other {keys stop}} working on {end}. Paste the new one in {product} before then.',
  oldStopApart:
    '{lasting, select, true {The replaced} other {Your old}} keys stop working one after the other: the next one on {end}, the last one on {last}. Paste the new key in {product} before then.',
  oldExchanged:
    '{count, plural, one {The key that you exchanged for an updated one keeps working.} other {The keys that you exchanged for updated ones keep working.}}',
} as const;

export const use = {
  heading: 'Use your key in {product}',
  goTo: 'Go to <address></address>',
  locate: 'Locate the <b>Licence key</b> section and paste your key there.',
  checked: 'That’s it. {product} checks your key automatically, once per billing period.',
  already: 'Already in use? Then there is nothing to do.',
  lastGood: '{product} last checked your licence on {day}: it was valid. The next check is due on {next}.',
  lastEnded: '{product} last checked your licence on {day}, when it had ended: {why}.',
  overdue:
    '{product} hasn’t checked your licence since {day}, although a check was due on {next}. If {product} is locked, paste the key there again.',
  overdueEnded:
    '{product} hasn’t checked your licence since {day}, when it had ended: {why}. The licence is valid again; paste the key in {product} once more.',
  endedExpired: 'it hadn’t been renewed',
  endedPaused: 'the subscription was paused',
  endedCancelled: 'the subscription was cancelled',
  endedRefunded: 'the payment was refunded',
  endedRevoked: 'it was revoked',
} as const;

export const manage = {
  heading: 'Manage',
  named: 'Manage: {name}',
} as const;
