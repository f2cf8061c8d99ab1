/** Messages for the settings section in which customers choose their e-mails. */
export const mailChoices = {
  title: 'E-mails',
  lead: 'Choose which e-mails you receive. E-mails about purchases, failed payments, changes to your subscriptions and keys, and the security of your account are always sent.',
  kinds: {
    renewal_ahead: 'A week before a licence renews',
    renewed: 'When a renewal has been paid',
    ended: 'When a licence has ended',
  },
  refused:
    'E-mails to {email} have been returned since {day}: its mail server refuses them. Until that changes, you only receive e-mails that you ask for, such as a link for a new password.',
  refusedMend:
    'Check that the address exists and that the mailbox isn’t full. Then let us try again, or <change>change your e-mail address</change>.',
  tryAgain: 'Try again',
  triedAgain: 'We’ll send e-mails to {email} again.',
  saved: 'Saved.',
} as const;
