/** What a page tells the server of a fault of ours that a visitor met: what broke, and nothing of who met it. */
import { z } from 'zod';
import { type PageName, pages } from '#shared/pages.ts';
import { faultLimits, frameOfOurs } from './fault-words.ts';

const pageNames = Object.keys(pages) as [PageName, ...PageName[]];

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
