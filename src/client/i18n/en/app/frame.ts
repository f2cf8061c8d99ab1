/** Messages for the frame of every page (title, navigation, footer) and for the page shown at unknown URLs. */
import { portalNames } from '#shared/portal-name.ts';

export const app = {
  name: portalNames.en,
  title: '{page} · {name}',
  skip: 'Skip to content',
  loading: 'Loading',
  retry: 'Try again',
  close: 'Close',
  aboutWelcome:
    'Buy and manage licences for Monica, the personal CRM, and OfficeLife, HR for small teams: keys, renewals and payments in one place.',
  about: 'The customer portal for Monica and OfficeLife: your licences, keys, receipts and account.',
  needsScript: 'This page needs JavaScript. Enable it in your browser, then reload the page.',
  requestId: 'Request ID {id}',
  monica: 'Your personal CRM for friends and family',
  officelife: 'Run your company day to day: people, teams and time off',
  moreAt: 'More at {host}',
  opensNewTab: 'opens in a new tab',
} as const;

export const nav = {
  main: 'Main navigation',
  home: 'Home',
  products: 'Products',
  you: 'You',
  receipts: 'Receipts',
  account: 'Account',
  profile: 'Company and address',
  address: 'Address',
  settings: 'Settings',
  tokens: 'API tokens',
  administration: 'Administration',
  accountOf: 'Account menu, {name} ({initials})',
  legal: 'Legal',
  language: 'Language',
  appearance: 'Appearance',
  system: 'System',
  light: 'Light',
  dark: 'Dark',
  confirmed: 'Your e-mail address is confirmed. You’re signed in.',
  nowSomebodyElse:
    'This browser is now signed in as {name}. Nothing has changed in the account this tab was showing.',
  signIn: 'Sign in',
  createAccount: 'Create an account',
  signOut: 'Sign out',
  myLicences: 'My licences',
  privacy: 'Privacy',
  terms: 'Terms',
  source: 'Source code',
  operatedBy: 'Operated by {operator}',
} as const;

export const notFound = {
  title: 'Page not found',
  text: 'The address may be wrong, or the page may have moved.',
  home: 'Go to the home page',
} as const;
