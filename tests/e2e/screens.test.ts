/**
 * Every screen as built, in both themes, on a desk and on a phone: nothing for axe to find, nothing that scrolls
 * sideways, nothing the security policy refuses. The server is the real page handler; its data are fixtures.
 * With SCREENS_FOLDER set, each screen is also kept there as a picture.
 */
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import express from 'express';
import { builtClient } from '#server/platform/http/client-pages.ts';
import { securityHeaders } from '#server/platform/http/security-headers.ts';
import type { Locale } from '#shared/accounts.ts';
import { fakeServer } from '../pages/support/fake-server.ts';
import { type Screen, screens } from './screens.ts';

const client = join(fileURLToPath(new URL('../..', import.meta.url)), 'dist/client');
const folder = process.env.SCREENS_FOLDER;

const test = base.extend<object, { origin: string }>({
  origin: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs
    async ({}, use) => {
      const app = express();
      app.use(securityHeaders({ https: false, devClient: false }));
      app.use(builtClient(client));
      const server = app.listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const { port } = server.address() as AddressInfo;
      await use(`http://127.0.0.1:${port}`);
      server.close();
    },
    { scope: 'worker' },
  ],
});

const devices = {
  desk: { width: 1280, height: 900 },
  phone: { width: 390, height: 844 },
} as const;

/** The page as somebody opens it, and what the browser had to say against it. */
async function open(page: Page, origin: string, screen: Screen, locale: Locale): Promise<string[]> {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  const server = fakeServer(screen.answers(locale), screen.auth);
  const answer = async (route: Parameters<Parameters<Page['route']>[1]>[0]) => {
    const request = route.request();
    const response = await server.handle(request.url(), {
      method: request.method(),
      body: request.postData(),
    });
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    });
  };
  await page.route('**/trpc/**', answer);
  await page.route('**/api/auth/**', answer);
  await page.addInitScript((value) => localStorage.setItem('locale', value), locale);
  await page.goto(origin + screen.path);
  await screen.ready(page);
  expect(server.unknown, 'requests nobody prepared').toEqual([]);
  return problems;
}

for (const [name, screen] of Object.entries(screens)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [device, viewport] of Object.entries(devices)) {
      for (const locale of ['en', 'fr'] as const) {
        // French changes words and widths, not colours: once is enough.
        if (locale === 'fr' && colorScheme === 'dark') continue;
        test.describe(`${name}, ${device}, ${colorScheme}, ${locale}`, () => {
          test.use({ viewport, colorScheme, hasTouch: device === 'phone', reducedMotion: 'reduce' });
          test('is accessible, fits and obeys the policy', async ({ page, origin }) => {
            const problems = await open(page, origin, screen, locale);
            if (folder) {
              await page.screenshot({
                path: join(folder, `${name}-${device}-${colorScheme}-${locale}.png`),
                fullPage: !screen.overlay,
              });
            }
            const { violations } = await new AxeBuilder({ page }).analyze();
            expect(
              violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`),
            ).toEqual([]);
            if (device === 'phone') {
              await page.setViewportSize({ width: 320, height: 700 });
              const overflow = await page.evaluate(
                () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
              );
              expect(overflow, 'pixels that scroll sideways at 320').toBe(0);
            }
            expect(problems).toEqual([]);
          });
        });
      }
    }
  }
}
