/** Messages for the home page, and for the administration URLs, which show only an explanation. */
export const home = {
  title: 'Home',
  heading: 'Your licences',
  lead: 'Your keys, dates and payments at a glance.',
  welcome: 'Welcome, {name}',
  welcomeLead: 'Choose a plan. Your licence key will be here as soon as you’ve paid.',
  notices: 'What needs your attention',
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
  titleAdministrator: 'Manage the portal from the command line',
  textAdministrator:
    'This version of the portal has no administration pages yet. Run “npm run portal -- --help” on the server to see the available commands.',
} as const;
