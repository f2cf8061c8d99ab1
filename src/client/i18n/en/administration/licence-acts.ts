/** Messages for the acts of administrators on a customer's licences, subscriptions and receipts. */
export const licenceActs = {
  actions: 'Actions',
  actionsFor: 'Actions for {product}, licence {id}',
  viewerOnly: 'With the role “Viewer” you can look at everything here, but not change anything.',
  supportOnly: 'Granting and extending licences, showing keys and refunds need the role “Administrator”.',
  forAdministrators: 'This account belongs to an administrator. Only other administrators can act on it.',
  grant: {
    submit: 'Grant a licence',
    title: 'Grant {name} a licence',
    will: '{name} gets a licence for {product} that works through {day}. It costs nothing and isn’t renewed. An e-mail tells them about it.',
    willLater: 'Choose until when the licence works.',
    product: 'Product',
    plan: 'Plan',
    retired: '{plan} (no longer sold)',
    noPlans: 'There are no plans for this product.',
    until: 'Last day',
    untilWrong: 'Choose a day from today on.',
    months: '{months, plural, one {# month} other {# months}}',
    seats: 'Seats',
    done: 'The licence is granted. It works through {day}.',
  },
  extend: {
    submit: 'Extend',
    title: 'Extend licence {id} for {product}',
    now: 'It works through {day} now.',
    will: 'It will work through {day} at least, whatever is paid. Nothing is charged, and payments stay as they are.',
    willLater: 'Choose a later day. Nothing is charged, and payments stay as they are.',
    notLater: 'Choose a day after {day}.',
    done: 'The licence now works through {day} at least.',
  },
  revoke: {
    submit: 'Revoke',
    title: 'Revoke licence {id} for {product}?',
    will: 'The key stops working at once, although the licence is paid for. Instances notice it when they next check. You can reinstate the licence later.',
    goesOn:
      'The subscription isn’t cancelled: Paddle goes on charging for it. Cancel it or refund payments separately.',
    done: 'The licence is revoked. Its key no longer works.',
  },
  reinstate: {
    submit: 'Reinstate',
    title: 'Reinstate licence {id} for {product}?',
    will: 'The same key works again for as long as the licence is paid for ({day}).',
    willNot:
      'The revocation ends, but the licence is only paid for through {day}. To make it work, extend it afterwards.',
    done: 'The licence is no longer revoked.',
  },
  reissue: {
    submit: 'Replace key',
    title: 'Replace the key of licence {id} for {product}?',
    will: 'The customer gets a new key, which only they are shown, and an e-mail about it. Every place with the old key needs the new one.',
    later: 'The old key works until {end}.',
    atOnce: 'The old key stops working at once',
    done: 'There is a new key. The customer finds it on their licence’s page; the old one works until {end}.',
    doneAtOnce:
      'There is a new key. The customer finds it on their licence’s page; the old one no longer works.',
  },
  reveal: {
    submit: 'Show key',
    title: 'Show the key of licence {id} for {product}?',
    will: 'You’ll see the whole key once, in this window. Whoever has it can use the licence.',
    shown: 'The licence key',
    once: 'It’s gone when you close this window.',
    copy: 'Copy key',
  },
  current: 'current',
  worksToo: 'works too',
  worksUntil: 'works until {at}',
  stopped: 'replaced, stopped working on {at}',
  unreadableKey: 'unreadable',
} as const;

/** Why a licence works or doesn't. */
export const whyLicence = {
  revoked: 'Doesn’t work: revoked on {at} by {name}. Reason: {reason}',
  revokedByOperator: 'Doesn’t work: revoked on {at} on the command line. Reason: {reason}',
  revokedUnknown: 'Doesn’t work: it was revoked.',
  refunded: 'Doesn’t work: what was paid for it was refunded. It worked through {day}.',
  paused: 'Doesn’t work: the subscription is paused. It worked through {day}.',
  pausedUnpaid:
    'Doesn’t work: Paddle paused the subscription, because too many payments failed. It worked through {day}.',
  cancelled: 'Doesn’t work: the subscription was cancelled. It worked through {day}.',
  granted: 'Doesn’t work: it was granted through {day}.',
  oneOff: 'Doesn’t work: it was paid for through {day}, once.',
  expired: 'Doesn’t work: the renewal wasn’t paid. It worked through {day}.',
  grace:
    'Works through {day}, although the renewal isn’t paid. {attempts, plural, =0 {Paddle hasn’t reported a failed payment.} one {# payment has failed.} other {# payments have failed.}}',
  retry: 'Paddle tries again on {day}.',
  pastDue: 'Works. A payment is overdue; if it isn’t made, the last day is {day}.',
  ending: 'Works through {day}, and isn’t renewed after that.',
  pausing: 'Works through {day}. After that, the subscription is paused.',
  works: 'Works.',
  replaced: 'If the customer’s key is one of the replaced ones below, they need the current one.',
} as const;

export const subscriptionActs = {
  seats: 'Change seats',
  plan: 'Change plan',
  cancel: 'Cancel subscription',
  seatsTitle: 'Seats of licence {id} for {product}',
  planTitle: 'Plan of licence {id} for {product}',
  cancelTitle: 'Cancel the subscription of licence {id} for {product}?',
  seatsSubmit: 'Change seats',
  planSubmit: 'Change plan',
  seatsPay: 'Change seats and charge {amount}',
  planPay: 'Change plan and charge {amount}',
  noPlans: 'There’s no other plan that this subscription can change to.',
  sync: 'Compare with Paddle',
  syncTitle: 'Compare {name}’s subscriptions with Paddle',
  willSync:
    'The portal asks Paddle about {count, plural, one {the subscription} other {# subscriptions}}. What Paddle says and no alert has reported is recorded and applied to the licences and receipts. Nothing is changed at Paddle.',
  nothingFound:
    '{count, plural, =0 {There was no subscription to compare.} one {Compared # subscription: it agrees with Paddle.} other {Compared # subscriptions: they all agree with Paddle.}}',
  found:
    'Compared {count, plural, one {# subscription} other {# subscriptions}} and applied {findings, plural, one {# difference} other {# differences}}:',
  finding: {
    alert: 'Alerts that hadn’t arrived',
    subscription: 'State, plan, seats or dates of the subscription',
    payment: 'A payment that wasn’t known',
    missing: 'Paddle doesn’t know the subscription',
  },
  ofSubscription: '{what} ({subscription})',
  unanswered:
    '{count, plural, one {Paddle didn’t answer about # subscription. Nothing was changed for it; try again later.} other {Paddle didn’t answer about # subscriptions. Nothing was changed for them; try again later.}}',
} as const;

export const refunds = {
  submit: 'Refund',
  submitOf: 'Refund order {order}',
  title: 'Refund order {order}',
  paid: 'Paid',
  refunded: 'Refunded so far',
  left: 'Can be refunded',
  amount: 'Amount in {currency}',
  amountHint: 'At most {left}.',
  amountWrong: 'Enter an amount such as {example}.',
  amountTooHigh: 'This is more than is left of the payment: {left}.',
  will: 'Paddle is asked to refund {amount} of {paid} to {name}, and also gets the reason. The receipt shows the refund when Paddle reports it, which can take days.',
  willAll:
    'Paddle is asked to refund everything that is left, {amount}, to {name}, and also gets the reason. The receipt shows the refund when Paddle reports it, which can take days. The licence then loses the days that this payment paid for.',
  confirm: 'Refund {amount}',
  pendingTitle: 'Paddle was asked for the refund',
  unknownTitle: 'It isn’t known whether Paddle was asked',
  doneTitle: 'The refund is made',
  pending:
    'Paddle accepted the request for {amount} and reviews it. The receipt shows the refund when Paddle reports it.',
  unknown:
    'Paddle didn’t answer in time, so {amount} may or may not be refunded. The portal doesn’t ask again: it waits for Paddle’s report, for at most 14 days. Look at the order at Paddle if it can’t wait.',
  done: 'Paddle has reported the refund of {amount}.',
  state: {
    asked: 'Refund of {amount} asked for',
    pending: 'Refund of {amount} pending since {day}',
    unknown: 'Refund of {amount}: Paddle didn’t answer',
    refused: 'Refund of {amount} not made',
  },
} as const;

/** The sentences of a change that the customer reads in other words. */
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
} as const;

/** Errors that customers read in other words. */
export const actErrors = {
  licence_revoked: 'This licence is revoked. Reinstate it first.',
  change_while_past_due: 'A payment is overdue. The customer has to pay it before anything can be changed.',
  change_while_paused: 'The subscription is paused. The customer has to resume it first.',
  change_while_pausing: 'The subscription is about to be paused. The customer has to undo the pause first.',
  same_seats: 'The licence already has this number of seats.',
  same_plan: 'The subscription already has this plan.',
  other_currency: 'This plan has no price in the currency of the subscription, which can’t be changed.',
  card_declined:
    'The payment failed, and nothing has changed. The customer has to update the payment method.',
  dispute_open: 'One of the payments for this licence is disputed. Wait until that is settled.',
  key_dispute_open:
    'One of the payments for this licence is disputed. Its key can’t be replaced until that is settled.',
  key_replaced: 'The key was replaced meanwhile. Close this window and look at the licence again.',
  key_unreadable: 'The key can’t be decrypted. It still works for the customer; check APP_KEY and the log.',
  change_refused: 'Paddle refused this change. Nothing was charged.',
  changed_meanwhile: 'Somebody else was faster, and nothing was done. Go back and look at what has changed.',
  quantity_not_typed: 'That’s more than ten times as many seats as now. Type the number again to confirm.',
} as const;
