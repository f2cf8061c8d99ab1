/** Messages for the home page, and for customers without access to the administration. */
export const home = {
  title: 'Home',
  heading: 'Your licences',
  lead: 'Your keys, dates and payments at a glance.',
  renamed: 'What we called subscriptions is now called licences. Your plans, prices and keys are the same.',
  welcome: 'Welcome, {name}',
  welcomeLead: 'Choose a plan. Your licence key will be here as soon as you’ve paid.',
  notices: 'What needs your attention',
  refusedAddress:
    'E-mails to {email} have been returned since {day}: its mail server refuses them. You don’t get our news about your licences.',
  checkAddress: 'Check your e-mail address',
  plans: 'View plans',
  see: 'View licence',
  get: 'Get {product}',
  latest: 'Latest receipts',
  all: 'All receipts',
  seats: '{count, plural, one {# seat} other {# seats}}',
} as const;

export const forbidden = {
  title: 'You don’t have access to this page',
  text: 'Only administrators can open this page.',
} as const;
