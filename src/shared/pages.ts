/**
 * Lists the paths of all pages. The client renders these pages. The server responds with 200 for them, and with 404 for
 * any other path.
 */
import { type ProductName, productTable } from './catalogue/products.ts';

export const pages = {
  welcome: '/',
  login: '/login',
  register: '/register',
  finishRegistration: '/register/finish',
  verifyEmail: '/verify-email',
  verified: '/verified',
  forgotPassword: '/forgot-password',
  resetPassword: '/reset-password',
  accountDeleted: '/account-deleted',
  terms: '/terms',
  privacy: '/privacy',
  home: '/dashboard',
  monica: productTable.Monica.path,
  officelife: productTable.OfficeLife.path,
  receipts: '/receipts',
  // As in the PHP portal, whose bookmarks must lead to the same things: company and address are at /user/account, the
  // settings at /user/profile.
  profile: '/user/account',
  settings: '/user/profile',
  confirmEmail: '/confirm-email',
  stopCorrection: '/stop-correction',
  administration: '/administration',
  customers: '/administration/customers',
  customer: '/administration/customers/$customerId',
  instances: '/administration/instances',
  overdueChecks: '/administration/instances/overdue-checks',
  instance: '/administration/instances/$clientId',
  mails: '/administration/mails',
  plans: '/administration/plans',
  inbox: '/administration/inbox',
  inboxEvent: '/administration/inbox/$eventId',
  auditLog: '/administration/audit-log',
  administrators: '/administration/administrators',
} as const;

/** Path of the API documentation page. */
export const apiDocumentPath = '/docs/api';

export const productPath = { Monica: pages.monica, OfficeLife: pages.officelife } as const satisfies Record<
  ProductName,
  string
>;

export type PageName = keyof typeof pages;

/** A set of pages that are used together and bundled together. They share a frame. */
export type PageSet = 'public' | 'legal' | 'auth' | 'customer' | 'account' | 'administration';

export const pageSets = {
  welcome: 'public',
  login: 'auth',
  register: 'auth',
  finishRegistration: 'auth',
  verifyEmail: 'auth',
  verified: 'auth',
  forgotPassword: 'auth',
  resetPassword: 'auth',
  accountDeleted: 'auth',
  terms: 'legal',
  privacy: 'legal',
  home: 'customer',
  monica: 'customer',
  officelife: 'customer',
  receipts: 'customer',
  profile: 'account',
  settings: 'account',
  confirmEmail: 'account',
  stopCorrection: 'auth',
  administration: 'administration',
  customers: 'administration',
  customer: 'administration',
  instances: 'administration',
  overdueChecks: 'administration',
  instance: 'administration',
  mails: 'administration',
  plans: 'administration',
  inbox: 'administration',
  inboxEvent: 'administration',
  auditLog: 'administration',
  administrators: 'administration',
} as const satisfies Record<PageName, PageSet>;

/** Returns whether a page is public. Search engines list public pages, and the server renders them completely. */
export const isPublicPage = (page: PageName): boolean =>
  pageSets[page] === 'public' || pageSets[page] === 'legal';

const names: ReadonlyMap<string, PageName> = new Map(
  (Object.keys(pages) as PageName[]).map((name) => [pages[name], name]),
);

/** Pages of one thing each, with the addresses at which they are. */
const pagesOfOne: readonly (readonly [page: PageName, addresses: RegExp])[] = [
  // E-mails to the operator link to the second form, which leads to the first.
  ['customer', /^\/administration\/(?:customers\/)?[1-9]\d*$/],
  // The ID of a client is normally a UUID.
  ['instance', /^\/administration\/instances\/[\w-]{1,36}$/],
  ['inboxEvent', /^\/administration\/inbox\/[1-9]\d*$/],
];

/** Returns the page at a path, ignoring trailing slashes; null if there is none. */
export function pageAt(path: string): PageName | null {
  const trimmed = path.length > 1 ? path.replace(/\/+$/, '') : path;
  // The address of such a page with the name of its parameter instead of a value is no address.
  const known = trimmed.includes('$') ? undefined : names.get(trimmed);
  return known ?? pagesOfOne.find(([, addresses]) => addresses.test(trimmed))?.[0] ?? null;
}

/** Returns true if there is a page at this path. */
export const isPage = (path: string): boolean => pageAt(path) !== null;
