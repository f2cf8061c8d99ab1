/** Messages for the settings section in which customers choose their e-mails. */
export const mailChoices = {
  title: 'E-mails',
  lead: 'Choose which e-mails you receive. E-mails about purchases, failed payments, changes to your subscriptions and keys, and the security of your account are always sent.',
  kinds: {
    renewal_ahead: 'A week before a licence renews',
    renewed: 'When a renewal has been paid',
    ended: 'When a licence has ended',
  },
  saved: 'Saved.',
} as const;
