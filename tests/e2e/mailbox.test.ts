/**
 * Tests that the links in a displayed mail open outside the mail's frame, because the portal refuses to be shown in a
 * frame.
 */
import { expect } from '@playwright/test';
import { test } from './support/shop.ts';

test("A link in an e-mail opens the portal in a new page, outside the mailbox's frame", async ({
  page,
  shop,
}) => {
  await page.goto('/register');
  await page.getByLabel('Name').fill('Nora Lindqvist');
  await page.getByLabel('E-mail').fill('framed@example.test');
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Create an account' }).click();
  await expect.poll(() => shop.mailbox.letters('framed@example.test').length).toBe(1);
  // Opens the mail in a second page, because `problems` watches only the first. The mail's frame blocks a script that
  // Playwright injects, and the browser logs an error about it.
  const reader = await page.context().newPage();
  await reader.goto(shop.mailbox.url);
  await reader.getByRole('link', { name: /framed@example\.test/ }).click();
  const opened = reader.waitForEvent('popup');
  await reader.frameLocator('iframe').getByRole('link').first().click();
  const popup = await opened;
  await expect(popup.getByText('You’re signed in.')).toBeVisible();
  expect(new URL(popup.url()).origin).toBe(shop.url);
  expect(await popup.evaluate('window.opener')).toBeNull();
});
