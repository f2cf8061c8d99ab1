/** Legal texts that the operator has written instead of those that come with the portal. */
import { z } from 'zod';
import { Locale } from './accounts/accounts.ts';

export const legalPages = ['terms', 'privacy'] as const;
export const LegalPage = z.enum(legalPages);
export type LegalPage = z.infer<typeof LegalPage>;

/** A text of the operator's, rendered as HTML that contains no scripts, images or raw HTML. */
export const LegalText = z.object({
  title: z.string(),
  html: z.string(),
  /** The language of the text. Differs from the requested one if there is no text in that language. */
  locale: Locale,
});
export type LegalText = z.infer<typeof LegalText>;
