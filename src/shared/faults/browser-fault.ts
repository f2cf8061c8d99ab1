/** Schema of the report a page sends when one of its scripts fails. Contains nothing about the visitor. */
import { z } from 'zod';
import { type PageName, pages } from '#shared/pages.ts';
import { faultLimits, frameOfOurs } from './fault-words.ts';

const pageNames = Object.keys(pages) as [PageName, ...PageName[]];

export const BrowserFault = z.strictObject({
  kind: z.enum(['error', 'rejection']),
  /** The error's name, such as "TypeError". Must be a single word. */
  name: z.string().regex(/^\w{1,60}$/),
  message: z.string().max(faultLimits.message),
  frames: z.array(z.string().regex(frameOfOurs)).max(faultLimits.frames),
  /** The page by name, never by URL; null for an unknown path. */
  page: z.enum(pageNames).nullable(),
  /** The release, identified by the file name of its entry script; null if the page doesn't know it. */
  release: z
    .string()
    .regex(/^[\w.-]{1,100}$/)
    .nullable(),
});
export type BrowserFault = z.infer<typeof BrowserFault>;
