/** The copy of one’s data, and the deletion of an account. */
export const yourData = {
  title: 'Your data',
  lead: 'Everything we keep about you, in one JSON file: account, licences, receipts, sessions and activity. It doesn’t contain your licence keys; you’ll find them on the product pages.',
  download: 'Download my data',
  downloaded: 'The file is in your downloads.',
  deletion: 'Delete your account',
  deletionLead: 'This can’t be undone.',
  delete: 'Delete my account',
  question: 'Delete your account?',
  ofSeats: '{product}, {count, plural, one {# seat} other {# seats}}',
  endsAndWorks:
    '{licence}: we’ll cancel its subscription with Paddle immediately. The licence stays valid until {day}.',
  endsNow: '{licence}: we’ll cancel its subscription with Paddle immediately. The licence will stop working.',
  works: '{licence}: no renewal. The licence stays valid until {day}.',
  noLicence: 'You have no licences, and Paddle isn’t charging you for anything.',
  keys: 'Copy your keys first: no one can show them to you afterwards.',
  ifOneFails: 'If Paddle doesn’t respond, your account won’t be deleted.',
  ifSomeFail:
    'We cancel them one at a time. If one can’t be cancelled, your account won’t be deleted; those already cancelled stay cancelled.',
  receipts: 'Receipts, if there are any, are kept without your name, as tax law requires.',
  gone: 'Your name, address, sign-in methods and tokens are deleted, and you’re signed out everywhere.',
  mail: 'We’ll e-mail you when it’s done.',
  type: 'Type {email} to continue',
  typeWrong: 'That isn’t the e-mail address of this account.',
  keep: 'Keep my account',
  submit: 'Delete permanently',
  keptUnavailable:
    'Your account has not been deleted: Paddle didn’t respond, so a subscription couldn’t be cancelled. Try again in a few minutes.',
  keptBusy:
    'Your account has not been deleted: Paddle is taking a payment for a subscription right now, so it couldn’t be cancelled. Try again in an hour.',
  cancelledUntil: '{licence}: the subscription is cancelled; the licence stays valid until {day}.',
  cancelledOver: '{licence}: the subscription is cancelled; the licence no longer works.',
  keptOf: 'Your account has not been deleted.',
  notKnown:
    'We can’t tell whether your account was deleted. Reload the page: if you’re still signed in, it wasn’t.',
} as const;
