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
