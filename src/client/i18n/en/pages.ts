/** What stands around every page, the first page, the home page, and pages that are not there. */
export const app = {
  name: 'Customer portal',
  title: '{page} · Customer portal',
  skip: 'Skip to content',
  loading: 'Loading',
  retry: 'Try again',
  close: 'Close',
  aboutWelcome:
    'Licences for Monica, the personal CRM, and OfficeLife, for companies: buy one, find its key, see when it renews, and manage payments in one place.',
  about: 'The customer portal of Monica and OfficeLife: licences, keys, receipts and your account.',
  needsScript: 'This page needs JavaScript. Allow it in your browser, then load the page again.',
  requestId: 'Request {id}',
  monica: 'Your personal CRM for friends and family',
  officelife: 'The everyday of your company: people, teams, time off',
} as const;

export const nav = {
  main: 'Main',
  home: 'Home',
  products: 'Products',
  you: 'You',
  receipts: 'Receipts',
  account: 'Account',
  profile: 'Profile',
  settings: 'Settings',
  accountOf: '{initials}, {name}, account',
  legal: 'Legal',
  language: 'Language',
  appearance: 'Appearance',
  system: 'Like the device',
  light: 'Light',
  dark: 'Dark',
  nowSomebodyElse:
    'You’re now signed in as {name} in this browser. Nothing was changed in the account that this tab showed before.',
  signOut: 'Sign out',
  privacy: 'Privacy',
  terms: 'Terms',
  source: 'Source code',
} as const;

export const notFound = {
  title: 'There is no such page',
  text: 'The address is mistyped, or the page has moved.',
  home: 'Go to the start page',
} as const;

export const forbidden = {
  title: 'Not open to your account',
  text: 'Administration is for administrators of this portal.',
  titleAdministrator: 'Administration is done from the command line',
  textAdministrator:
    'This version of the portal has no administration pages yet. On the server, “npm run portal -- --help” lists what administrators can do.',
} as const;

export const welcome = {
  title: 'Licences for Monica and OfficeLife',
  heading: 'A licence that pays for the software you rely on',
  lead: 'Monica and OfficeLife are open source. A licence unlocks their hosted versions and keeps the people who build them at work.',
  monicaFor: 'For friends and family',
  officelifeFor: 'For a company and its people',
  perMonth: 'a month',
  perMonthOrYear: 'a month, or {price} a year',
  perSeatMonth: 'a seat a month',
  perSeatMonthOrYear: 'a seat a month, or {price} a year',
  perYear: 'a year',
  perSeatYear: 'a seat a year',
  monica1: 'Everything you want to remember about your people',
  monica2: 'One licence for you and everyone in your account',
  officelife1: 'A seat for each active employee',
  officelife2: 'Former employees stay in the records and cost nothing',
  get: 'Get {product}',
  noPrice: 'The price is on the next page',
  safeTitle: 'Paid safely',
  safe: 'Paddle takes the payment, adds the right tax and sends the receipt. We never see your card.',
  fastTitle: 'Yours in a minute',
  fast: 'Your key appears here as soon as Paddle confirms the payment.',
  cancelTitle: 'Cancelled in two clicks',
  cancel:
    'You keep what you paid for until its last day. {days, plural, =0 {} one {A card that fails gets one day of grace.} other {A card that fails gets # days of grace.}}',
  myLicences: 'My licences',
} as const;

export const home = {
  title: 'Home',
  heading: 'Your licences',
  lead: 'Pick a product to see its key, its dates and its payments.',
  see: 'See the licence',
  get: 'Get {product}',
  latest: 'Latest receipts',
  all: 'All receipts',
  seats: '{count, plural, one {# seat} other {# seats}}',
} as const;
