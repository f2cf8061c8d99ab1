/** Reads the color scheme that was chosen for documents. */
import type { IncomingMessage } from 'node:http';
import { ColorScheme, colorSchemeCookie } from '#shared/first-answer.ts';
import { cookieNamed } from './cookie-named.ts';

/** Returns the color scheme chosen in this browser, or null if none was chosen and the page follows the system. */
export const chosenColorScheme = ({ headers }: Pick<IncomingMessage, 'headers'>): ColorScheme | null =>
  ColorScheme.safeParse(cookieNamed(colorSchemeCookie, headers.cookie)).data ?? null;
