/** The addresses of the pages: the client draws them, the server answers 200 for them and 404 for any other. */
import type { Product } from './catalogue.ts';

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
  monica: '/monica',
  officelife: '/officelife',
  receipts: '/receipts',
  profile: '/user/profile',
  account: '/user/account',
  confirmEmail: '/confirm-email',
  administration: '/administration',
} as const;

/** The description of the API, as a page. */
export const apiDocumentPath = '/docs/api';

export const productPath = { Monica: pages.monica, OfficeLife: pages.officelife } as const satisfies Record<
  Product,
  string
>;

const known: ReadonlySet<string> = new Set(Object.values(pages));

/** Whether a path is one of ours; a trailing slash does not matter. */
export function isPage(path: string): boolean {
  const trimmed = path.length > 1 ? path.replace(/\/+$/, '') : path;
  return known.has(trimmed) || /^\/administration\/\d+$/.test(trimmed);
}
