/** A page belongs to one person, one moment and one release. */
import { expect } from '@playwright/test';
import { register, test } from './shop.ts';

test('a tab that shows one account changes nothing of the next', async ({
  page,
  context,
  shop,
  problems,
}) => {
  await register(page, shop, 'bob@example.test', 'Bob Builder');
  const bobs = await context.cookies();
  await context.clearCookies();
  await register(page, shop, 'ann@example.test', 'Ann Archer');
  await page.goto('/user/account');
  const name = page.getByLabel('Name', { exact: true });
  await expect(name).toHaveValue('Ann Archer');
  // Another account is signed in behind its back.
  await context.addCookies(bobs);
  await name.fill('Ann A.');
  await name.press('Enter');
  await expect(page.getByText(/now signed in as Bob Builder in this browser/)).toBeVisible();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Bob Builder');
  await expect(page.getByText(/Ann A/)).toHaveCount(0);
  // The browser itself notes what was refused.
  for (const problem of problems.splice(0)) expect(problem).toMatch(/409/);
});

test('what was asked for offline fails at once, and is not done later', async ({
  page,
  context,
  shop,
  problems,
}) => {
  await register(page, shop, 'nils@example.test', 'Nils Holm');
  await page.goto('/officelife');
  const pay = page.getByRole('button', { name: 'Continue to payment' });
  await expect(pay).toBeVisible();
  await context.setOffline(true);
  await pay.click();
  await expect(page.getByRole('alert')).toContainText('The portal cannot be reached.');
  await page.getByRole('link', { name: 'Home' }).first().click();
  const again = page.waitForResponse((answer) => answer.url().includes('/trpc/'));
  await context.setOffline(false);
  await again;
  await expect(page).toHaveURL(/\/dashboard$/);
  for (const problem of problems.splice(0)) expect(problem).toMatch(/ERR_INTERNET_DISCONNECTED/);
});

test('a page whose styles and code are gone after a release is loaded anew, once', async ({
  page,
  shop,
  problems,
}) => {
  await register(page, shop, 'mia@example.test', 'Mia Berg');
  await page.goto('/dashboard');
  await expect(page.getByRole('heading', { name: 'Your licences' })).toBeVisible();
  let documents = 0;
  await page.route(/\/assets\/account-pages-/, (route) =>
    documents === 0 ? route.fulfill({ status: 404, body: 'gone' }) : route.fallback(),
  );
  page.on('request', (request) => {
    if (request.isNavigationRequest()) documents += 1;
  });
  // Without the pointer having been over it, which fetches the page before it is asked for.
  await page.getByRole('link', { name: 'Settings' }).first().dispatchEvent('click');
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  expect(documents).toBe(1);
  for (const problem of problems.splice(0)) expect(problem).toMatch(/404|Failed to fetch|preload/);
});
