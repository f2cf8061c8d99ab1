/** Lists every cookie that the portal sets. The privacy policy names each of them with its lifetime. */
import { expect } from 'vitest';
import { daySeconds, hourSeconds } from '#shared/durations.ts';
import { colorSchemeCookie, localeCookie } from '#shared/first-answer.ts';

/** The lifetime of a cookie that lasts until the browser is closed. */
const untilClosed = null;

/** The possible lifetimes of each cookie, in seconds. */
export const cookieLifetimes: Readonly<Record<string, readonly (number | null)[]>> = {
  'portal.session_token': [30 * daySeconds, untilClosed],
  'portal.dont_remember': [untilClosed],
  'portal.known_browser': [400 * daySeconds],
  'portal.remembered_device': [30 * daySeconds],
  'portal.registration': [3 * daySeconds],
  'portal.provider_visit': [600],
  'portal.first_sign_in': [hourSeconds, daySeconds],
  'portal.passkey_challenge': [300],
  'portal.two_factor': [600],
  [localeCookie]: [365 * daySeconds],
  [colorSchemeCookie]: [365 * daySeconds],
};

/**
 * Fails unless the `Set-Cookie` line, or the assignment to `document.cookie`, deletes a cookie or sets one that is
 * listed.
 */
export function expectListedCookie(line: string): void {
  const name = (line.split('=')[0] ?? '').replace(/^__(?:Secure|Host)-/, '');
  const maxAge = /; *max-age=(\d+)/i.exec(line)?.[1];
  if (maxAge === '0') return;
  const lifetime = maxAge === undefined ? untilClosed : Number(maxAge);
  expect(cookieLifetimes[name] ?? [], `lifetimes of the cookie ${name}`).toContain(lifetime);
}
