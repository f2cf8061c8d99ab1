/** What stands around every page, and the page of an address that leads nowhere. */
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
  signIn: 'Sign in',
  createAccount: 'Create an account',
  signOut: 'Sign out',
  myLicences: 'My licences',
  privacy: 'Privacy',
  terms: 'Terms',
  source: 'Source code',
} as const;

export const notFound = {
  title: 'Page not found',
  text: 'Check the address; the page may have moved.',
  home: 'Go to the home page',
} as const;
