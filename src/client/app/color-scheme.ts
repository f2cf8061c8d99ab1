/** Keeps the colours that a visitor chose: where other tabs are told of it, and where the server sees it. */
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

/** The documents that the server writes itself follow the cookie, and so does a page before its scripts run. */
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
