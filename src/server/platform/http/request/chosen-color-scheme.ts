/** Color scheme of a document. */
import type { IncomingMessage } from 'node:http';
import { ColorScheme, colorSchemeCookie } from '#shared/first-answer.ts';
import { cookieNamed } from './cookie-named.ts';

/** Returns the scheme chosen in this browser, or null if it follows the system. */
export const chosenColorScheme = ({ headers }: Pick<IncomingMessage, 'headers'>): ColorScheme | null =>
  ColorScheme.safeParse(cookieNamed(colorSchemeCookie, headers.cookie)).data ?? null;
