/** Messages for the page that stops a correction of an e-mail address by an administrator. */
export const stopCorrection = {
  title: 'Keep your old e-mail address?',
  lead: 'Our support changed your account’s e-mail address. If you stop the change, your account gets back the address that we wrote to, everyone is signed out, and nobody can use the other address for your account.',
  submit: 'Stop the change',
  leave: 'If you asked for the change, close this page: nothing happens.',
  newPassword: 'Choose a new password',
  signIn: 'Sign in',
  restored: {
    title: 'The change has been stopped',
    text: 'Your account has its old e-mail address again, and everyone has been signed out. Somebody tried to get into your account, so choose a new password.',
  },
  blocked: {
    title: 'Your account is protected',
    text: 'The old e-mail address is used by another account by now, so yours couldn’t get it back. We’ve blocked your account so that nobody can sign in. Your licences keep working. Contact us: we’ll restore it.',
  },
  stopped_before: {
    title: 'The change has already been stopped',
    text: 'Your account has its old e-mail address.',
  },
  expired: {
    title: 'This link has expired',
    text: 'The change could be stopped for 24 hours. If you didn’t ask for it, contact us.',
  },
  link_invalid: {
    title: 'This link isn’t valid',
    text: 'Open the link in our e-mail once more, or copy it completely. If it still doesn’t work, contact us.',
  },
} as const;
