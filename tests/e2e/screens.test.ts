/**
 * Checks the built screens in both themes, on desktop and phone: no axe findings, no horizontal scrolling, and no
 * violations of the content security policy. The server is the real page handler with fixture data. By default, only
 * one desktop screen is checked. EVERY_CASE=1 adds the other screens, phones, French and keyboard navigation.
 * SCREENS_FOLDER adds all screens and saves a screenshot of each in that folder.
 */
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import express from 'express';
import { securityHeaders } from '#server/platform/http/security-headers.ts';
import { builtClient } from '#server/platform/pages/client-pages.ts';
import type { Locale } from '#shared/accounts/accounts.ts';
import { localeCookie } from '#shared/first-answer.ts';
import { fakeServer } from '#tests/pages/support/fake-server.ts';
import { isEveryCase } from '#tests/support/cases/some-of.ts';
import type { Screen } from './support/screen.ts';
import { everyDay, screens } from './support/screens.ts';

const client =
  process.env.CLIENT_FOLDER ?? join(fileURLToPath(new URL('../..', import.meta.url)), 'dist/client');
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
type Device = keyof typeof devices;
const isEverything = folder !== undefined || isEveryCase;

/** Opens a screen and returns the problems that the browser reported. */
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
  await page.context().addCookies([{ name: localeCookie, value: locale, url: origin }]);
  await page.goto(origin + screen.path);
  await screen.ready(page);
  expect(server.unknown, 'requests without a prepared response').toEqual([]);
  return problems;
}

async function picture(page: Page, screen: Screen, name: string): Promise<void> {
  if (!folder) return;
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: !screen.overlay });
}

async function findings(page: Page, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

async function sidewaysPixels(page: Page, width = 320): Promise<number> {
  await page.setViewportSize({ width, height: 700 });
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

for (const [name, screen] of Object.entries(screens)) {
  for (const device of Object.keys(devices) as Device[]) {
    if (!isEverything && !everyDay.includes(`${name} on a ${device}`)) continue;
    test.describe(`${name} on a ${device}`, () => {
      test.use({ viewport: devices[device], hasTouch: device === 'phone', reducedMotion: 'reduce' });

      test('has no axe violations in light or dark, fits 320 pixels on a phone and obeys the CSP', async ({
        page,
        origin,
      }) => {
        const problems = await open(page, origin, screen, 'en');
        await picture(page, screen, `${name}-${device}-light-en`);
        expect(await findings(page)).toEqual([]);
        await page.emulateMedia({ colorScheme: 'dark' });
        await picture(page, screen, `${name}-${device}-dark-en`);
        expect(await findings(page, ['color-contrast'])).toEqual([]);
        if (device === 'phone') expect(await sidewaysPixels(page)).toBe(0);
        expect(problems).toEqual([]);
      });

      if (device === 'desk' && !folder) return;
      test('fits in French', async ({ page, origin }) => {
        const problems = await open(page, origin, screen, 'fr');
        await picture(page, screen, `${name}-${device}-light-fr`);
        expect(await page.locator('html').getAttribute('lang')).toBe('fr');
        if (device === 'phone') expect(await sidewaysPixels(page)).toBe(0);
        expect(problems).toEqual([]);
      });
    });
  }
}

test.describe('Receipts at tablet widths', () => {
  for (const name of isEveryCase ? (['receipts', 'monica-active', 'home'] as const) : []) {
    test(`stay inside their card on ${name}, in French with seats and tax`, async ({ page, origin }) => {
      const screen = screens[name];
      if (!screen) throw new Error(`There is no screen ${name}`);
      await open(page, origin, screen, 'fr');
      await expect(page.getByText('1\u202f200 sièges').first()).toBeVisible();
      for (const width of [706, 770, 820, 985, 1000, 1100]) {
        expect(await sidewaysPixels(page, width), `the page at ${width}`).toBe(0);
        const table = page.getByRole('table');
        const [inner, outer] = await table.evaluate((element) => [
          element.getBoundingClientRect().width,
          element.closest('section')?.getBoundingClientRect().width ?? 0,
        ]);
        expect(inner, `the table at ${width}`).toBeLessThanOrEqual(outer ?? 0);
        await picture(page, screen, `${name}-${width}-light-fr`);
      }
    });
  }
});

test.describe('Keyboard navigation on a phone', () => {
  test.use({ viewport: devices.phone });

  /**
   * Returns which part of the focused element (upper, middle or lower) is covered or outside the window; null if all
   * three parts are visible.
   */
  const coveredPoint = (page: Page) =>
    page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const { left, top, width, height } = element.getBoundingClientRect();
      const heights = { upper: 2, middle: height / 2, lower: height - 2 };
      for (const [name, down] of Object.entries(heights)) {
        const found = document.elementFromPoint(left + width / 2, top + down);
        if (!found || !(element.contains(found) || found.contains(element)))
          return `${name} edge of ${element.outerHTML.slice(0, 120)}, by ${found?.outerHTML.slice(0, 80)}`;
      }
      return null;
    });
  const hasFocus = (page: Page) => page.evaluate(() => document.activeElement !== document.body);

  if (isEveryCase)
    test('a focused link stays in view when another section becomes the current one', async ({
      page,
      origin,
    }) => {
      const screen = screens.settings;
      if (!screen) throw new Error('There is no screen of the settings');
      await open(page, origin, screen, 'en');
      const nav = page.getByRole('navigation', { name: 'Settings' });
      const last = nav.getByRole('link').last();
      await nav.getByRole('link').first().focus();
      while (!(await last.evaluate((link) => link === document.activeElement)))
        await page.keyboard.press('Tab');
      await expect.poll(() => coveredPoint(page)).toBeNull();
      const current = nav.locator('[aria-current]').filter({ visible: true });
      const before = await current.textContent();
      await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight / 2));
      await expect(current).not.toHaveText(before ?? '');
      // Waits for the second animation frame. By then the page has finished reacting to the change.
      await page.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
      );
      expect(await coveredPoint(page)).toBeNull();
    });

  for (const key of isEveryCase ? (['Tab', 'Shift+Tab'] as const) : []) {
    test(`with ${key} never focuses a covered element`, async ({ page, origin }) => {
      const screen = screens.settings;
      if (!screen) throw new Error('There is no screen of the settings');
      await open(page, origin, screen, 'en');
      let steps = 0;
      for (await page.keyboard.press(key); await hasFocus(page); await page.keyboard.press(key)) {
        await expect.poll(() => coveredPoint(page)).toBeNull();
        steps += 1;
        expect(steps).toBeLessThan(150);
      }
      expect(steps).toBeGreaterThan(30);
    });
  }
});

test.describe('The button that pays, on a phone', () => {
  for (const height of isEveryCase ? [568, 667, 844] : []) {
    for (const name of ['monica-buy-yearly', 'officelife-buy-yen', 'monica-licensed-already'] as const) {
      test(`is never under the tab bar (${name}, ${height} pixels high)`, async ({ page, origin }) => {
        const screen = screens[name];
        if (!screen) throw new Error(`There is no screen ${name}`);
        await page.setViewportSize({ width: 390, height });
        await open(page, origin, screen, 'en');
        const pay = page.locator('form button[type=submit]');
        for (const part of [0, 0.25, 0.5, 0.75, 1]) {
          await page.evaluate(
            (share) => window.scrollTo(0, share * document.documentElement.scrollHeight),
            part,
          );
          const covered = await pay.evaluate((button) => {
            const { left, right, top, bottom } = button.getBoundingClientRect();
            if (bottom < 0 || top > innerHeight) return null;
            const found = document.elementFromPoint((left + right) / 2, Math.min(bottom, innerHeight) - 2);
            return found && button.contains(found) ? null : (found?.outerHTML.slice(0, 80) ?? 'nothing');
          });
          expect(covered, `scrolled by ${part}`).toBeNull();
          if (part === 0) await expect(pay, 'seen without scrolling').toBeInViewport({ ratio: 1 });
        }
      });
    }
  }
});

test.describe('The settings navigation', () => {
  for (const device of isEveryCase ? (Object.keys(devices) as Device[]) : []) {
    test(`jumps to a section by keyboard, marks it as current and keeps it after a reload (${device})`, async ({
      page,
      origin,
    }) => {
      const screen = screens.settings;
      if (!screen) throw new Error('There is no screen of the settings');
      await page.setViewportSize(devices[device]);
      await open(page, origin, screen, 'en');
      // Waits for the content that arrives late, because it moves everything below it.
      await expect(page.getByRole('button', { name: 'Resend link' })).toBeVisible();
      await expect(page.getByRole('button', { name: 'Sign out everywhere else' })).toBeVisible();
      await expect(page.getByRole('button', { name: 'Show more' })).toBeVisible();
      const nav = page.getByRole('navigation', { name: 'Settings' });
      const isWide = device === 'desk';
      const link = nav.getByRole('link', { name: isWide ? 'Sessions' : 'Devices' });
      const [first, ...others] = isWide
        ? (['Name', 'Password', 'Download and delete', 'Security log'] as const)
        : (['You', 'Signing in', 'Your data'] as const);
      for (const name of [...others, first]) {
        await nav.getByRole('link', { name, exact: true }).click();
        await expect(nav.getByRole('link', { name, exact: true })).toHaveAttribute(
          'aria-current',
          'location',
        );
      }
      await expect(nav.getByRole('link', { name: first, exact: true })).toHaveAttribute(
        'aria-current',
        'location',
      );
      await link.press('Enter');
      await expect(page).toHaveURL(/#sessions$/);
      await expect(page.getByRole('heading', { name: 'Sessions' })).toBeInViewport();
      await expect(link).toHaveAttribute('aria-current', 'location');
      await expect(link).toBeInViewport({ ratio: 1 });
      await page.keyboard.press('Tab');
      expect(
        await page.evaluate(() => document.activeElement?.closest('#sessions') !== null),
        'the keyboard goes on in the section',
      ).toBe(true);
      await page.reload();
      await screen.ready(page);
      await expect(page.getByRole('heading', { name: 'Sessions' })).toBeInViewport();
    });
  }
});
