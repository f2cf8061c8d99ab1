/** What a page tells the server of a fault of ours that a visitor met: what broke, and nothing of who met it. */
import { z } from 'zod';
import { type PageName, pages } from '../pages.ts';

export const browserFaultsPath = '/browser-faults';

/** Bytes of one report, and characters of its parts. */
export const faultLimits = { body: 8_192, message: 300, frames: 8, name: 60 } as const;

const pageNames = Object.keys(pages) as [PageName, ...PageName[]];

/** "function /assets/file.js:line:column": a script of ours, and nothing of the address that it stood on. */
export const frameOfOurs = /^(?:[\w$.<>]{1,60} )?\/assets\/[\w.-]{1,100}\.js:\d{1,7}:\d{1,7}$/;

export const BrowserFault = z.strictObject({
  kind: z.enum(['error', 'rejection']),
  /** As "TypeError"; no more than a word. */
  name: z.string().regex(/^\w{1,60}$/),
  message: z.string().max(faultLimits.message),
  frames: z.array(z.string().regex(frameOfOurs)).max(faultLimits.frames),
  /** The page by its name, never its address; null for an address that is none of ours. */
  page: z.enum(pageNames).nullable(),
  /** The release, by the name of its first script; null where the page does not know it. */
  release: z
    .string()
    .regex(/^[\w.-]{1,100}$/)
    .nullable(),
});
export type BrowserFault = z.infer<typeof BrowserFault>;

const cut = '[cut]';

/**
 * A message without what may be somebody's: addresses of any kind, long words (keys, tokens), numbers, and whatever
 * stands in quotation marks, but for names as programs write them. Both sides do it: what a browser sends is not believed.
 */
export function withoutPersons(message: string): string {
  return message
    .slice(0, 4 * faultLimits.message)
    .replaceAll(/\S*@\S*/g, cut)
    .replaceAll(/\b[a-z][a-z\d+.-]{0,20}:\/\/\S*/gi, cut)
    .replaceAll(/"[^"]{0,200}"|'[^']{0,200}'|`[^`]{0,200}`|“[^”]{0,200}”|«[^»]{0,200}»/g, (quoted) =>
      /^.[a-z_$][\w$.]{0,40}.$/.test(quoted) ? quoted : cut,
    )
    .replaceAll(/[\w+/=-]{24,}/g, cut)
    .replaceAll(/\d{3,}/g, '#')
    .replaceAll(/\p{Cc}+/gu, ' ')
    .slice(0, faultLimits.message);
}
