/** Messages for downloading the user's data and deleting the account. */
export const yourData = {
  title: 'Your data',
  lead: 'Download what we keep about you as one JSON file: your account, licences, receipts, sessions and activity. Your licence keys aren’t included; you’ll find them on the product pages.',
  download: 'Download my data',
  downloaded: 'The file has been saved to your downloads.',
  deletion: 'Delete your account',
  deletionLead: 'Deleting your account can’t be undone.',
  delete: 'Delete my account',
  question: 'Delete your account?',
  ofSeats: '{product}, {count, plural, one {# seat} other {# seats}}',
  endsAndWorks:
    '{licence}: we’ll cancel the subscription with Paddle immediately. The licence stays valid until {day}.',
  endsNow: '{licence}: we’ll cancel the subscription with Paddle immediately. The licence will stop working.',
  works: '{licence}: the licence won’t renew and stays valid until {day}.',
  noLicence: 'You have no licences and no subscriptions with Paddle.',
  keys: 'Copy your <link>licence keys</link> first. Once your account is deleted, we won’t be able to show them to you.',
  elsewhere:
    'This deletes only your account in this portal. Your accounts in Monica and OfficeLife, and everything in them, aren’t affected. If you no longer want them, delete them there.',
  ifOneFails: 'If Paddle doesn’t respond, your account won’t be deleted.',
  ifSomeFail:
    'We cancel your subscriptions one at a time. If one can’t be cancelled, your account won’t be deleted, but those already cancelled stay cancelled.',
  receipts: 'We keep any receipts without your name, as tax law requires.',
  gone: 'We delete your name, address, sign-in methods and API tokens, and sign you out everywhere.',
  mail: 'We’ll e-mail you once your account is deleted.',
  type: 'Type {email} to continue',
  typeWrong: 'This isn’t your account’s e-mail address.',
  keep: 'Keep my account',
  submit: 'Delete permanently',
  keptUnavailable:
    'Your account hasn’t been deleted: Paddle didn’t respond, so we couldn’t cancel a subscription. Try again in a few minutes.',
  keptBusy:
    'Your account hasn’t been deleted: Paddle is processing a payment, and that subscription can’t be cancelled until it’s done. Try again in an hour.',
  cancelledUntil: '{licence}: the subscription has been cancelled, and the licence stays valid until {day}.',
  cancelledOver: '{licence}: the subscription has been cancelled, and the licence no longer works.',
  keptOf: 'Your account hasn’t been deleted.',
  notKnown:
    'We don’t know whether your account was deleted. Reload the page: if you’re still signed in, it wasn’t.',
} as const;
