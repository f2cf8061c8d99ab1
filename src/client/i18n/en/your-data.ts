/** Taking everything away, and deleting everything. */
export const yourData = {
  title: 'Your data',
  lead: 'Everything the portal keeps about you, as one JSON file: account, licences, receipts, sessions, what happened when. Licence keys are not in it; the pages of the products show them.',
  download: 'Download my data',
  downloaded: 'The file is in your downloads.',
  deletion: 'Delete the account',
  deletionLead: 'It cannot be undone.',
  delete: 'Delete my account',
  question: 'Delete your account?',
  ofSeats: '{product}, {count, plural, one {# seat} other {# seats}}',
  endsAndWorks: '{licence}: its subscription is cancelled at Paddle at once. The licence works until {day}.',
  endsNow: '{licence}: its subscription is cancelled at Paddle at once. The licence does not work any more.',
  works: '{licence}: nothing renews it. The licence works until {day}.',
  noLicence: 'You have no licence, and Paddle charges you for nothing.',
  keys: 'Copy the keys before: nobody can show them to you afterwards.',
  ifOneFails: 'If Paddle does not answer, your account is kept.',
  ifSomeFail:
    'They are cancelled one after the other. If Paddle fails at one, your account is kept; those before it stay cancelled.',
  receipts: 'Receipts, where there are any, are kept without your name, as tax law wants it.',
  gone: 'Name, address, sign-ins and tokens are deleted; every browser is signed out.',
  mail: 'An e-mail says that it is done.',
  type: 'Type {email} to go on',
  typeWrong: 'That is not the e-mail address of this account.',
  keep: 'Keep my account',
  submit: 'Delete for good',
  keptUnavailable:
    'Your account is kept: Paddle did not answer, so a subscription could not be cancelled. Delete it again in a few minutes.',
  keptBusy:
    'Your account is kept: Paddle is taking a payment of a subscription at this moment, so it could not be cancelled. Delete it again in an hour.',
  cancelledUntil: '{licence}: was cancelled at Paddle, and works until {day}.',
  cancelledOver: '{licence}: was cancelled at Paddle, and does not work any more.',
  keptOf: 'Your account is kept.',
  notKnown:
    'Whether your account is deleted is not known. Load the page again: who is still signed in has kept it.',
} as const;
