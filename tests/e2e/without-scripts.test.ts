/**
 * Tests the portal without JavaScript. Public content must be readable, and the other pages must say that they need
 * JavaScript.
 */
import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { test } from './support/shop.ts';

test.describe('Without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('public pages are readable in both languages and the sign-in page says that it needs JavaScript', async ({
    page,
    shop,
  }) => {
    await page.goto(shop.url);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    // The page is styled as it is with JavaScript: the header's items form a row.
    expect(await page.locator('header').evaluate((header) => getComputedStyle(header).display)).toBe('flex');
    await page.getByRole('link', { name: 'Français' }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
    await page.getByRole('link', { name: 'Conditions' }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Conditions');
    await expect(page.getByRole('link', { name: /@/ }).first()).toBeVisible();
    await page.getByRole('link', { name: 'Se connecter' }).click();
    // Located by its position, because Playwright finds no text inside `noscript`.
    const needs = page.locator('main noscript p');
    await expect(needs).toBeVisible();
    await expect(needs).toContainText('Cette page nécessite JavaScript.');
    await page.getByRole('link', { name: 'English' }).click();
    await expect(needs).toContainText('This page needs JavaScript.');
  });
});

test('A server-rendered page shows before its scripts, keeps its layout after them and logs no errors', async ({
  page,
  shop,
  problems,
}) => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/assets/*.js', async (route) => {
    await held;
    await route.continue();
  });
  const scripts: string[] = [];
  page.on('request', (request) => {
    if (/\/assets\/.*\.js$/.test(request.url())) scripts.push(new URL(request.url()).pathname);
  });
  await page.goto(`${shop.url}/terms`, { waitUntil: 'commit' });
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toHaveText('Terms');
  const before = await heading.boundingBox();
  const named = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('link[rel=modulepreload], script[src]')].map(
      (element) =>
        new URL(element.getAttribute('href') ?? element.getAttribute('src') ?? '', location.href).pathname,
    ),
  );
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  release();
  // The page is now rendered by the application. Only the server's rendering has `data-style`.
  await expect(page.locator('#root [data-style]')).toHaveCount(0);
  await expect(heading).toHaveText('Terms');
  expect(await heading.boundingBox()).toEqual(before);
  // The document named every script that was fetched, so the browser never had to parse one script to discover another.
  expect(scripts.filter((file) => !named.includes(file))).toEqual([]);
  expect(problems).toEqual([]);
});
