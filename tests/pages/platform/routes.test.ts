/**
 * Tests that the client has a route for every path in `pages`, because the server responds with 200 to each of them.
 */
import { createMemoryHistory } from '@tanstack/react-router';
import { expect, it } from 'vitest';
import { createPortal } from '#client/app/portal.tsx';
import { createMessages } from '#client/i18n/messages.ts';
import { pages } from '#shared/pages.ts';

it('every page has a route', () => {
  const { router } = createPortal({ messages: createMessages('en'), history: createMemoryHistory() });
  const routed = Object.keys(router.routesByPath);
  expect(Object.values(pages).filter((path) => !routed.includes(path))).toEqual([]);
});
