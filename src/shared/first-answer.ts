/**
 * Defines the data embedded in a document, which saves the page its first requests, and the input and output of server
 * rendering.
 */
import { z } from 'zod';
import { AccountView, type Locale } from './accounts/accounts.ts';
import { PublicConfig } from './catalogue/catalogue.ts';
import type { PageName } from './pages.ts';

/**
 * `account` is null for signed-out visitors and omitted if it couldn't be loaded in time, in which case the page
 * requests it.
 */
export const FirstAnswer = z.object({
  publicConfig: PublicConfig,
  account: AccountView.nullable().optional(),
});
export type FirstAnswer = z.infer<typeof FirstAnswer>;

/** Id of the script element that holds the data. */
export const firstAnswerId = 'first-answer';

/** Cookie with the language chosen in this browser. The account's language takes precedence. */
export const localeCookie = 'locale';

/** Cookie with the color scheme chosen in this browser; absent if the browser follows the system. */
export const colorSchemeCookie = 'color-scheme';
export const ColorScheme = z.enum(['light', 'dark']);
export type ColorScheme = z.infer<typeof ColorScheme>;

export interface PageToDraw {
  /** Null for an unknown path. */
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

/** Renders a public page in full, or only the frame of any other page. */
export type DrawPage = (what: PageToDraw) => Promise<Drawing>;
