/**
 * Defines the data embedded in a document, which saves the page its first requests, and the input and output of server
 * rendering.
 */
import { z } from 'zod';
import { AccountView, type Locale } from './accounts/accounts.ts';
import { LegalPage, LegalText } from './legal-pages.ts';
import type { PageName } from './pages.ts';
import { PublicConfig } from './public-config.ts';

/**
 * The embedded data. `account` is null for signed-out visitors. It is omitted if it couldn't be loaded in time; the
 * page then requests it.
 */
export const FirstAnswer = z.object({
  publicConfig: PublicConfig,
  account: AccountView.nullable().optional(),
  /** The operator's text of the requested page in the document's language. Only on legal pages that have one. */
  legalText: z.object({ page: LegalPage, text: LegalText }).optional(),
});
export type FirstAnswer = z.infer<typeof FirstAnswer>;

/** Id of the script element that holds the data. */
export const firstAnswerId = 'first-answer';

/**
 * Name of the cookie with the language chosen in this browser. For signed-in users, the account's language takes
 * precedence.
 */
export const localeCookie = 'locale';

/**
 * Name of the cookie with the color scheme chosen in this browser. There is no cookie if the pages follow the system.
 */
export const colorSchemeCookie = 'color-scheme';
export const ColorScheme = z.enum(['light', 'dark']);
export type ColorScheme = z.infer<typeof ColorScheme>;

export interface PageToDraw {
  /** Null if no page has the requested path. */
  page: PageName | null;
  locale: Locale;
  first: FirstAnswer;
  /** CSP nonce for the inline styles. */
  nonce: string;
}

export interface Drawing {
  html: string;
  title: string;
  description: string;
}

/** Renders public pages completely, and only the frame of other pages. */
export type DrawPage = (what: PageToDraw) => Promise<Drawing>;
