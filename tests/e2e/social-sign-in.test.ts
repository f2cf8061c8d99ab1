/** Tests social sign-in in a real browser, including the redirects to the provider and back. */
import { expect } from '@playwright/test';
import { isEveryCase } from '#tests/support/cases/some-of.ts';
import { linkIn, register, test } from './support/shop.ts';

test('A visitor signs up with Google, accepts the terms and can sign in again', async ({ page, shop }) => {
  shop.google.person = {
    subject: '8101',
    name: 'Agnès Varda',
    email: 'agnes@example.test',
    emailVerified: true,
  };
  await page.goto('/receipts');
  await page.getByRole('link', { name: 'Continue with Google' }).click();
  await expect(
    page.getByText('You’re signing up with Google as Agnès Varda.', { exact: false }),
  ).toBeVisible();
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('heading', { name: 'Receipts', level: 1 })).toBeVisible();

  await page.getByRole('button', { name: /Agnès Varda/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/(login)?$/);
  await page.goto('/login');
  await page.getByRole('link', { name: 'Continue with Google' }).click();
  await expect(page.getByRole('heading', { name: /^(?:Your licences|Welcome, )/ })).toBeVisible();
});

// Runs only with EVERY_CASE, because tests/api/identity/social and tests/pages/identity cover the other providers and
// outcomes.
if (isEveryCase)
  test('A visitor signs up with Monica and confirms the address by e-mail', async ({ page, shop }) => {
    const email = 'chantal@example.test';
    shop.monica.person = { subject: '12', name: 'Chantal Akerman', email, emailVerified: false };
    await page.goto('/register');
    await page.getByRole('link', { name: 'Continue with Monica' }).click();
    await expect(page.getByLabel('E-mail')).toHaveValue(email);
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Send link' }).click();
    await expect(page.getByRole('heading', { name: 'Check your inbox' })).toBeVisible();
    await expect.poll(() => shop.mailbox.letters(email).length).toBe(1);
    await page.goto(linkIn(shop.mailbox.letters(email)[0]?.text, 'register/finish'));
    await page.getByRole('button', { name: 'Confirm address' }).click();
    await expect(page.getByRole('heading', { name: /^(?:Your licences|Welcome, )/ })).toBeVisible();
  });

// Runs only with EVERY_CASE, because tests/pages/identity/social-sign-in and tests/api/identity/social cover the client
// and the server separately.
if (isEveryCase)
  test('A customer links Monica in the settings, and denying access at Google changes nothing', async ({
    page,
    shop,
  }) => {
    await register(page, shop, 'jane@example.test', 'Jane Campion');
    shop.monica.person = { subject: '31', name: 'Jane', email: null, emailVerified: false };
    await page.goto('/user/profile');
    await page.getByRole('button', { name: 'Link Monica' }).click();
    await expect(
      page.getByText('Your Monica account is linked. You can now sign in with it.'),
    ).toBeInViewport();
    await expect(page).toHaveURL(/\/user\/profile$/);
    await expect(page.getByRole('button', { name: 'Unlink Monica' })).toBeVisible();

    shop.google.denies = true;
    await page.getByRole('button', { name: 'Link Google' }).click();
    await expect(page.getByText('You cancelled the Google sign-in. Nothing has changed.')).toBeInViewport();
    shop.google.denies = false;
    await expect(page.getByRole('button', { name: 'Link Google' })).toBeVisible();
  });
