/** Opens the whole application at a path, connected to a fake server. */
import '@testing-library/jest-dom/vitest';
import { createMemoryHistory } from '@tanstack/react-router';
import { cleanup, configure, getConfig, render } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { expect, vi } from 'vitest';
import { createPortal, Portal } from '#client/app/portal.tsx';
import { createMessages, messageSets } from '#client/i18n/messages.ts';
import { keepChoice } from '#client/keep-choice.ts';
import type { Locale } from '#shared/accounts/accounts.ts';
import { colorSchemeCookie } from '#shared/first-answer.ts';
import { type PageSet, pageAt, pageSets } from '#shared/pages.ts';
import { type FakeServer, fakeServer } from './fake-server.ts';
import { shortError } from './short-errors.ts';

// Pages are loaded on demand, which can take a while on a busy machine, so waiting may take long.
let waits = 0;
const { asyncWrapper } = getConfig();
configure({
  asyncUtilTimeout: 30_000,
  asyncWrapper: async (wait) => {
    waits += 1;
    try {
      return await asyncWrapper(wait);
    } finally {
      waits -= 1;
    }
  },
  getElementError: (message, container) =>
    shortError(message, { container, servers: used, isAttempt: waits > 0 }),
});

/**
 * Imports the modules of each page set. `prepare` does this before the test starts waiting for the page, because on a
 * busy machine the import can take longer than the test waits.
 */
const sets: Readonly<Record<PageSet, () => Promise<unknown>>> = {
  public: () => import('#client/app/page-sets/public-pages.ts'),
  legal: () => import('#client/app/page-sets/legal-pages.ts'),
  auth: () => import('#client/app/page-sets/auth-pages.ts'),
  customer: () => import('#client/app/page-sets/customer-pages.ts'),
  // Account pages are rendered inside the layout of the customer pages.
  account: () => Promise.all([sets.customer(), import('#client/app/page-sets/account-pages.ts')]),
  // Customers without access to administration see a page of their own set.
  administration: () =>
    Promise.all([sets.customer(), import('#client/app/page-sets/administration-pages.ts')]),
};

async function prepare(path: string, locale: Locale): Promise<void> {
  const page = pageAt(new URL(path, 'http://portal.test').pathname);
  if (page === null) return;
  await Promise.all([sets[pageSets[page]](), createMessages(locale).load(...messageSets)]);
}

interface OpenOptions {
  server?: FakeServer;
  locale?: Locale;
}

/** Renders the page at `path`. The returned `address` function gives the current location. */
export async function openPage(path: string, { server = fakeServer(), locale = 'en' }: OpenOptions = {}) {
  used.push(server);
  left.push(() => {
    portal.stopFollowing();
    // Otherwise, a retried query would be sent to the server of the next page.
    void portal.queryClient.cancelQueries();
    portal.queryClient.clear();
  });
  vi.stubGlobal('fetch', async (input: string | URL | Request, init: RequestInit = {}) => {
    const url = input instanceof Request ? input.url : String(input);
    const body = typeof init.body === 'string' ? init.body : null;
    const headers = Object.fromEntries(new Headers(init.headers));
    return server.handle(url, { method: init.method ?? 'GET', body, headers });
  });
  await prepare(path, locale);
  const messages = createMessages(locale);
  await messages.load('common');
  const portal = createPortal({ messages, history: createMemoryHistory({ initialEntries: [path] }) });
  const user = typesAtOnce(userEvent.setup());
  render(<Portal portal={portal} env="test" />);
  return {
    user,
    /** Pastes text into a field, because typing it would render the whole page once per key. */
    async fill(field: HTMLElement, text: string) {
      await user.click(field);
      await user.paste(text);
    },
    server,
    portal,
    address: () => portal.router.state.location.href,
    called: (name: string) => server.calls.filter((call) => call.path === name).map((call) => call.input),
  };
}

/**
 * Texts with more characters than this are pasted. Numbers and codes are shorter, because their fields must handle each
 * key.
 */
const typedAtMost = 8;

/**
 * Makes `type` paste long texts, because typing would render the whole page once per key. Keys in braces are still
 * pressed.
 */
function typesAtOnce(user: UserEvent): UserEvent {
  return {
    ...user,
    async type(field, text) {
      await user.click(field);
      for (const part of text.split(/(\{\w+\})/).filter((each) => each !== '')) {
        if (part.length > typedAtMost && !part.startsWith('{')) await user.paste(part);
        else await user.keyboard(part);
      }
    },
  };
}

const used: FakeServer[] = [];
/** Functions that stop the application of each page opened by the current test. */
const left: (() => void)[] = [];

/** Runs before each test. Clears everything that earlier tests stored in the browser. */
export function forgetStored(): void {
  localStorage.clear();
  sessionStorage.clear();
  keepChoice(colorSchemeCookie, null);
}

/**
 * Runs after each test. Closes the test's pages, and fails if they sent a request for which the test had prepared no
 * response.
 */
export function leavePages(): void {
  cleanup();
  const unknown = used.splice(0).flatMap((server) => server.unknown);
  for (const leave of left.splice(0)) leave();
  vi.unstubAllGlobals();
  expect(unknown, 'requests without a prepared response').toEqual([]);
}
