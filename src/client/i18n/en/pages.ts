/** What stands around every page, the first page, the home page, and pages that are not there. */
export const app = {
  name: 'Customer portal',
  title: '{page} · Customer portal',
  skip: 'Skip to content',
  loading: 'Loading',
  retry: 'Try again',
  close: 'Close',
  aboutWelcome:
    'Licences for Monica, the personal CRM, and OfficeLife, for companies: buy one, find its key, see when it renews and manage payments, all in one place.',
  about: 'The customer portal of Monica and OfficeLife: licences, keys, receipts and your account.',
  needsScript: 'This page needs JavaScript. Enable it in your browser, then reload the page.',
  requestId: 'Request ID {id}',
  monica: 'Your personal CRM for friends and family',
  officelife: 'Run your company day to day: people, teams, time off',
} as const;

export const nav = {
  main: 'Main navigation',
  home: 'Home',
  products: 'Products',
  you: 'You',
  receipts: 'Receipts',
  account: 'Account',
  profile: 'Profile',
  settings: 'Settings',
  accountOf: 'Account menu, {name} ({initials})',
  legal: 'Legal',
  language: 'Language',
  appearance: 'Appearance',
  system: 'System',
  light: 'Light',
  dark: 'Dark',
  nowSomebodyElse:
    'You’re now signed in as {name} in this browser. Nothing was changed in the account this tab showed before.',
  signOut: 'Sign out',
  privacy: 'Privacy',
  terms: 'Terms',
  source: 'Source code',
} as const;

export const notFound = {
  title: 'Page not found',
  text: 'Check the address; the page may have moved.',
  home: 'Go to the home page',
} as const;

export const forbidden = {
  title: 'You don’t have access to this',
  text: 'Only administrators of this portal can open the administration.',
  titleAdministrator: 'Administration is done from the command line',
  textAdministrator:
    'This version of the portal has no administration pages yet. On the server, “npm run portal -- --help” lists what administrators can do.',
} as const;

export const welcome = {
  title: 'Licences for Monica and OfficeLife',
  heading: 'Support the software you rely on',
  lead: 'Monica and OfficeLife are open source. A licence unlocks their hosted versions and funds the people who build them.',
  monicaFor: 'For friends and family',
  officelifeFor: 'For companies and their people',
  perMonth: 'per month',
  perMonthOrYear: 'per month, or {price} per year',
  perSeatMonth: 'per seat per month',
  perSeatMonthOrYear: 'per seat per month, or {price} per year',
  perYear: 'per year',
  perSeatYear: 'per seat per year',
  monica1: 'Everything you want to remember about the people in your life',
  monica2: 'One licence for you and everyone in your account',
  officelife1: 'One seat per active employee',
  officelife2: 'Former employees stay on record and cost nothing',
  get: 'Get {product}',
  noPrice: 'See the price on the next page',
  safeTitle: 'Secure payment',
  safe: 'Paddle takes the payment, adds the right tax and sends the receipt. We never see your card details.',
  fastTitle: 'Ready in a minute',
  fast: 'Your key appears here as soon as Paddle confirms the payment.',
  cancelTitle: 'Cancel in two clicks',
  cancel:
    'Your licence stays valid until the last day you’ve paid for. {days, plural, =0 {} one {If a payment fails, you have # more day to sort it out.} other {If a payment fails, you have # more days to sort it out.}}',
  myLicences: 'My licences',
} as const;

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
