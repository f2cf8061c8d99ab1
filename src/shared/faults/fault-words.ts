/** How a report of a fault is sent, and what stands in none. Without the schema: every page has this from its start. */

export const browserFaultsPath = '/browser-faults';

/** Bytes of one report, and characters of its parts. */
export const faultLimits = { body: 8_192, message: 300, frames: 8, name: 60 } as const;

/** "function /assets/file.js:line:column": a script of ours, and nothing of the address that it stood on. */
export const frameOfOurs = /^(?:[\w$.<>]{1,60} )?\/assets\/[\w.-]{1,100}\.js:\d{1,7}:\d{1,7}$/;

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
