/** A browser that runs no scripts: what anybody may read is there, and the rest says what it needs. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { test } from './support/shop.ts';

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('somebody reads what is sold and on which terms, in their language, and learns what signing in needs', async ({
    page,
    shop,
  }) => {
    await page.goto(shop.url);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    // Styled, as with scripts: the header is a row.
    expect(await page.locator('header').evaluate((header) => getComputedStyle(header).display)).toBe('flex');
    await page.getByRole('link', { name: 'Français' }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
    await page.getByRole('link', { name: 'Conditions' }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Conditions');
    await expect(page.getByRole('link', { name: /@/ }).first()).toBeVisible();
    await page.getByRole('link', { name: 'Se connecter' }).click();
    // By its place: Playwright looks for no text inside of this element.
    const needs = page.locator('main noscript p');
    await expect(needs).toBeVisible();
    await expect(needs).toContainText('Cette page nécessite JavaScript.');
    await page.getByRole('link', { name: 'English' }).click();
    await expect(needs).toContainText('This page needs JavaScript.');
  });
});

test('a page is there before its scripts, stays as it is when they come, and nothing of it is refused', async ({
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
  // Drawn anew by the application, which puts its own mark on the page.
  await expect(page.locator('#root [data-style]')).toHaveCount(0);
  await expect(heading).toHaveText('Terms');
  expect(await heading.boundingBox()).toEqual(before);
  // The document named all that was fetched: nothing waited for something else to be read first.
  expect(scripts.filter((file) => !named.includes(file))).toEqual([]);
  expect(problems).toEqual([]);
});
