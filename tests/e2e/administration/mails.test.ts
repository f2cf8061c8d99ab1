/** An administrator looks at a customer's e-mails and at what an e-mail says, in a frame that runs nothing. */
import { expect } from '@playwright/test';
import { isEveryCase } from '#tests/support/cases/some-of.ts';
import { expectAccessible, signInAsAdministrator } from '../support/administrator.ts';
import { test } from '../support/shop.ts';

// Runs only with EVERY_CASE, because tests/api/administration/mails and tests/pages/administration cover the rest.
if (isEveryCase)
  test('An administrator finds a customer’s e-mails by the address, and previews one in French', async ({
    page,
    shop,
  }) => {
    const email = 'mails-administrator@example.test';
    await signInAsAdministrator(page, shop, email);
    await page.goto('/administration/mails');
    await page.getByLabel('Recipient').fill(email);
    await page.getByRole('button', { name: /^Maya Okafor/ }).click();
    await page.getByRole('button', { name: 'Filter' }).click();
    await expect(page).toHaveURL(/\/administration\/mails\?customer=\d+$/);
    await expect(page.getByRole('table').getByText('Confirm an address').first()).toBeVisible();

    await page.getByRole('link', { name: 'Previews' }).click();
    await page.getByLabel('Kind').selectOption({ label: 'Renewal coming up' });
    await page.getByRole('combobox', { name: 'Language' }).selectOption({ label: 'Français' });
    await page.getByLabel('Customer’s data').fill(email);
    await page.getByRole('button', { name: /^Maya Okafor/ }).click();
    await page.getByRole('button', { name: 'Show' }).click();
    await expect(page.getByText('With the customer’s name. Everything else is made up.')).toBeVisible();
    const frame = page.frameLocator('iframe');
    await expect(frame.getByText('Bonjour Maya Okafor,')).toBeVisible();
    // The layout is styled by attributes, which the policy of the page around it would forbid.
    await expect(frame.locator('.card')).toHaveCSS('border-radius', '10px');
    // A link of a preview leads nowhere.
    await frame.locator('a.button').click();
    await expect(frame.getByText('Bonjour Maya Okafor,')).toBeVisible();
    expect(page.context().pages()).toHaveLength(1);
    await expectAccessible(page);
  });
