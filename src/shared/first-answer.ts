/** What a document brings with it, so that its page need not ask first; and what is drawn in it before any script. */
import { z } from 'zod';
import { AccountView, type Locale } from './accounts/accounts.ts';
import { PublicConfig } from './catalogue/catalogue.ts';
import type { PageName } from './pages.ts';

/** `account` is left out where it could not be found out in time: the page asks itself then. */
export const FirstAnswer = z.object({
  publicConfig: PublicConfig,
  account: AccountView.nullable().optional(),
});
export type FirstAnswer = z.infer<typeof FirstAnswer>;

/** The element of the document that holds it. */
export const firstAnswerId = 'first-answer';

/** The cookie in which a browser keeps the language that was chosen in it; an account's own goes first. */
export const localeCookie = 'locale';

/** The cookie in which a browser keeps the colours that were chosen in it; none where it follows the system. */
export const colorSchemeCookie = 'color-scheme';
export const ColorScheme = z.enum(['light', 'dark']);
export type ColorScheme = z.infer<typeof ColorScheme>;

export interface PageToDraw {
  /** Null for an address that is none of ours. */
  page: PageName | null;
  locale: Locale;
  first: FirstAnswer;
  /** For the styles that are written into the page. */
  nonce: string;
}

export interface Drawing {
  html: string;
  title: string;
  description: string;
}

/** Draws a page, or the frame that a page will stand in. */
export type DrawPage = (what: PageToDraw) => Promise<Drawing>;
