/** Links in a displayed mail open outside its frame, because the portal refuses to be framed. */
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
  // Uses a second page, because `problems` watches the first one and the mail's frame logs an error when it blocks
  // Playwright's own script.
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
