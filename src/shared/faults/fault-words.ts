/**
 * Defines the endpoint, limits and redaction of browser error reports. Kept apart from the schema because every page
 * loads this module at startup.
 */

export const browserFaultsPath = '/browser-faults';

/** `body` is in bytes, `message` and `name` in characters; `frames` is a number of stack frames. */
export const faultLimits = { body: 8_192, message: 300, frames: 8, name: 60 } as const;

/**
 * Matches "function /assets/file.js:line:column": a stack frame in one of the portal's scripts, without the page's URL.
 */
export const frameOfOurs = /^(?:[\w$.<>]{1,60} )?\/assets\/[\w.-]{1,100}\.js:\d{1,7}:\d{1,7}$/;

const cut = '[cut]';

/**
 * Redacts everything that may be personal: e-mail addresses, URLs, long words (keys, tokens), numbers, and quoted text
 * unless it is an identifier. The browser applies this before sending a report, and the server applies it again because
 * it doesn't trust what a browser sends.
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
