/** Messages for what administrators change about a customer's account and e-mails. */
export const accountActs = {
  title: 'Change the account',
  resendVerification: {
    submit: 'Send the confirmation link again',
    title: 'Send {name} the confirmation link again?',
    will: '{email} gets an e-mail with a new link, in the customer’s language. Earlier links stay valid for their 24 hours.',
    done: 'The e-mail is on its way to {email}.',
  },
  correctEmail: {
    submit: 'Correct the e-mail address',
    title: 'Correct the e-mail address of {name}',
    now: 'The account gets the new address at once. The customer has to confirm it before they can use the account again; the e-mail with the link goes out right away.',
    old: '{email} is told and can stop this for 24 hours. The account then gets that address back, and everyone is signed out.',
    held: 'Until those 24 hours are over, nobody can choose a new password by e-mail or have two-step verification turned off. Licences and subscriptions aren’t affected.',
    field: 'Right e-mail address',
    wrong: 'Enter a valid e-mail address.',
    same: 'This is the account’s address already.',
    done: 'The address is now {email}, and it isn’t confirmed yet.',
  },
  disableTwoStep: {
    submit: 'Turn off two-step verification',
    title: 'Turn off two-step verification of {name}?',
    will: 'Only do this after the customer has proved who they are. The authenticator app and the recovery codes stop working, all sessions end, and no device is trusted any longer. Passkeys stay. {email} is told by e-mail.',
    done: 'Two-step verification is off, and the customer has been told.',
  },
  erase: {
    submit: 'Erase the customer',
    title: 'Erase {name} for good?',
    now: 'Subscriptions are cancelled at Paddle first. If Paddle doesn’t respond, nothing is erased.',
    goes: 'Erased: the account with its name, address, company, sign-in methods, sessions, API tokens, security log and notes, and what the event log and the audit log say about the person.',
    stays:
      'Kept: receipts without the person, who did what and when, and the licences: they work until they end, but nobody can show their keys any more.',
    told: 'The customer is told by e-mail. This can’t be undone.',
    field: 'Type {email} or the number {id}',
    wrong: 'This is neither the e-mail address nor the number of the account.',
    done: 'The customer is erased.',
  },
  resendMail: {
    submit: 'Send again',
    of: 'Send “{template}” of {at} again',
    column: 'Again',
    title: 'Send this e-mail again?',
    will: 'The e-mail “{template}” is written again with what is true now, in the customer’s language, with new links. If it’s no longer true by then, it isn’t sent.',
    done: 'The e-mail is on its way. The list shows what became of it.',
  },
} as const;

/** Messages for what an administrator has to decide about a customer. */
export const decisions = {
  title: 'To decide',
  purchase: 'A purchase waits for its owner',
  purchaseText: 'It was made with this customer’s e-mail address, which they haven’t confirmed: {stream}.',
  assign: 'Assign to the customer',
  assignTitle: 'Assign the purchase to {name}?',
  willAssign:
    'This account becomes the owner of the purchase {stream}, whoever confirms its e-mail address later. This can’t be undone here.',
  getsLicence: 'The customer gets licence {id}.',
  getsNoLicence: 'The purchase has no licence yet. The customer gets it as soon as there is one.',
  assigned: 'The purchase belongs to {name}.',
  raised: '{day}, {about}',
  licence: 'licence {id}',
  order: 'order {id}',
  decide: 'Decide',
  doubleTitle: 'Decide about the two payments',
  willDecide: 'Refunds are a separate decision, on the receipt.',
  choice: 'What should happen?',
  keepBoth: 'Keep both',
  keepBothText: 'Nothing is cancelled, and both subscriptions go on. The flag is settled.',
  cancelFirst: 'Cancel the first subscription',
  cancelSecond: 'Cancel the second subscription',
  cancels:
    'Licence {id}: its subscription is cancelled at Paddle, and the licence works until the end of what is paid.',
  notPossible: 'Not possible: no subscription pays for that licence any more.',
  done: 'It’s decided, and the flag is settled.',
  pending:
    'Paddle hasn’t confirmed the cancellation yet. The flag stays here until it does; you can decide again then.',
} as const;

/** Flags: what a person has to look into. For each kind: what has happened, and what to do. */
export const flags = {
  wanted: 'The customer said on {day} that they want both licences.',
  settle: 'Mark as settled',
  settleTitle: 'Settle “{kind}”?',
  willSettle:
    'It’s marked as settled and leaves the list. Nothing else changes: a refund, a cancellation or a revocation is a step of its own.',
  settled: 'It’s settled.',
  kinds: {
    dispute: {
      name: 'Disputed payment',
      why: 'The buyer has disputed a payment with their bank. Paddle decides the dispute.',
      effect: 'Settling changes nothing; revoke the licence if it must end.',
    },
    high_risk: {
      name: 'Suspected fraud',
      why: 'Paddle suspects that the payment is fraud, and decides about it.',
      effect: 'Settling changes nothing; the licence works until you revoke it.',
    },
    partial_refund: {
      name: 'Partial refund',
      why: 'Paddle refunded a part of the payment. The licence was left as it is.',
      effect: 'Settling keeps it so; change the seats or the end if they must change.',
    },
    missing_at_paddle: {
      name: 'Unknown to Paddle',
      why: 'Paddle no longer knows the subscription. The licence was left as it is.',
      effect: 'Settling keeps it so; revoke it if nothing is paid for it.',
    },
    second_licence: {
      name: 'Two payments for one product',
      why: 'The customer pays twice for one product, perhaps by mistake.',
      effect: 'Keep both, or cancel the first or the second subscription. A refund is a step of its own.',
    },
    paid_after_deletion: {
      name: 'Payment for a deleted account',
      why: 'Somebody paid for an account that had been deleted. The portal cancels the subscription.',
      effect: 'Refund the payment at Paddle, then settle.',
    },
    unknown_account: {
      name: 'Payment for an unknown account',
      why: 'Somebody paid for an account that has never existed here.',
      effect: 'Assign the purchase to a customer or refund it, then settle.',
    },
    invoice_paid: {
      name: 'Invoice paid',
      why: 'An invoice was paid outside of a subscription.',
      effect: 'Grant the licence that the invoice was for, then settle.',
    },
    charge_moved: {
      name: 'Charge moved without a payment',
      why: 'The next charge is a period later, and no payment explains it. The days in between are free.',
      effect: 'Settling accepts them; move the charge back at Paddle otherwise.',
    },
    resumed_unpaid: {
      name: 'Resumed without a payment',
      why: 'A pause ended and the next charge is later, but nothing was paid. The licence wasn’t extended.',
      effect: 'Look at Paddle, extend the licence or cancel, then settle.',
    },
    keep_refused: {
      name: 'Licence not continued',
      why: 'The customer paid to continue a licence, but it wasn’t moved to the new subscription.',
      effect: 'Cancel or refund the new purchase, or leave it, then settle.',
    },
    charged_after_deletion: {
      name: 'Paddle still charges a deleted account',
      why: 'The account had been deleted in the previous portal, but its subscription goes on. Nobody can see or cancel it.',
      effect:
        'Cancel the subscription at Paddle or assign it to a customer, then settle. Nothing is cancelled by itself.',
    },
    paid_while_revoked: {
      name: 'Payment for a revoked licence',
      why: 'The licence stays revoked, although it was paid for.',
      effect: 'Cancel the subscription and refund the payment, or reinstate the licence, then settle.',
    },
  },
} as const;
