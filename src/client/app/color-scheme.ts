/**
 * Stores the color scheme that a visitor chose: in local storage, which keeps tabs in sync, and in a cookie, which the
 * server can read.
 */
import {
  isMantineColorScheme,
  localStorageColorSchemeManager,
  type MantineColorScheme,
  type MantineColorSchemeManager,
} from '@mantine/core';
import { keepChoice } from '#client/keep-choice.ts';
import { colorSchemeCookie } from '#shared/first-answer.ts';

const inStorage = localStorageColorSchemeManager();

const inCookie = (): string | undefined =>
  document.cookie
    .split('; ')
    .find((pair) => pair.startsWith(`${colorSchemeCookie}=`))
    ?.slice(colorSchemeCookie.length + 1);

/**
 * Updates the cookie. It sets the color scheme of pages written by the server, such as error pages, and of every other
 * page until its scripts run.
 */
function tellServer(scheme: MantineColorScheme): void {
  const told = scheme === 'auto' ? undefined : scheme;
  if (inCookie() !== told) keepChoice(colorSchemeCookie, told ?? null);
}

export const colorSchemeManager: MantineColorSchemeManager = {
  ...inStorage,
  get: (fallback) => {
    if (typeof document === 'undefined') return fallback;
    const told = inCookie();
    const scheme = inStorage.get(isMantineColorScheme(told) ? told : fallback);
    tellServer(scheme);
    return scheme;
  },
  set: (scheme) => {
    inStorage.set(scheme);
    tellServer(scheme);
  },
};
