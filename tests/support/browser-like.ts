/** Stubs browser APIs that jsdom doesn't have. */
import { cleanup } from '@testing-library/react';
import * as React from 'react';
import { afterEach, vi } from 'vitest';
import { cheapComputedStyle } from './computed-style.ts';

vi.stubGlobal(
  'ResizeObserver',
  class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  },
);

Object.defineProperty(window, 'matchMedia', {
  writable: true,
  value: (query: string) => ({
    matches: false,
    media: query,
    onchange: null,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
    dispatchEvent: () => false,
  }),
});

declare global {
  /** The page that vitest has created for the current test file. */
  var jsdom: { readonly window: Window };
}

// Since version 25, Node has a `localStorage` of its own. Without a file to store it in, it is undefined, and vitest
// doesn't replace it with jsdom's.
for (const storage of ['localStorage', 'sessionStorage'] as const)
  Object.defineProperty(globalThis, storage, { configurable: true, get: () => jsdom.window[storage] });

window.HTMLElement.prototype.scrollIntoView = () => undefined;
window.scrollTo = () => undefined;
cheapComputedStyle();

afterEach(cleanup);

/**
 * React's development build records where each element was created, up to ten thousand times a second. This takes a
 * tenth of a test's time, so React is made to believe that the limit has been reached. Warnings are still printed, but
 * without the location.
 */
const internals: unknown = Reflect.get(
  React,
  '__CLIENT_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE',
);
if (typeof internals === 'object' && internals !== null && 'recentlyCreatedOwnerStacks' in internals)
  Object.defineProperty(internals, 'recentlyCreatedOwnerStacks', {
    get: () => Number.POSITIVE_INFINITY,
    set: () => undefined,
  });

// jsdom has no `reportError`. Errors reported through it are unexpected, so they are printed to the console.
globalThis.reportError ??= (error: unknown) => console.error(error);
