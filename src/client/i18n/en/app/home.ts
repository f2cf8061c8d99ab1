/** The home page, and the page that is not for this customer. */
export const home = {
  title: 'Home',
  heading: 'Your licences',
  lead: 'Choose a product to see its key, dates and payments.',
  see: 'View licence',
  get: 'Get {product}',
  latest: 'Latest receipts',
  all: 'All receipts',
  seats: '{count, plural, one {# seat} other {# seats}}',
} as const;

export const forbidden = {
  title: 'You don’t have access to this',
  text: 'Only administrators of this portal can open the administration.',
  titleAdministrator: 'Administration is done from the command line',
  textAdministrator:
    'This version of the portal has no administration pages yet. On the server, “npm run portal -- --help” lists what administrators can do.',
} as const;
