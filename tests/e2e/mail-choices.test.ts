/**
 * Tests the e-mails about a purchase and a renewal in the browser: the links lead on, and the link at the end of the
 * e-mail turns e-mails of its kind off without JavaScript.
 */
import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { payButton } from '#tests/support/billing/pay-button.ts';
import { isEveryCase } from '#tests/support/cases/some-of.ts';
import { linkIn, register, test } from './support/shop.ts';

// Runs only with EVERY_CASE, because tests/api/accounts/unsubscribe and tests/pages/accounts cover the page and the
// choices.
if (isEveryCase)
  test('A customer finds the key through the e-mail, and stops e-mails about renewals', async ({
    page,
    shop,
    browser,
  }) => {
    const email = 'mails@example.test';
    const subjects = () => shop.mailbox.letters(email).map(({ subject }) => subject);
    await register(page, shop, email);
    await page.goto('/monica');
    await page.getByRole('radio', { name: /Monthly/ }).check();
    await page.getByRole('button', payButton).click();
    await page.waitForURL((url) => url.origin === new URL(shop.twin.url).origin);
    await page.getByLabel('Name on the card').fill('Nora Lindqvist');
    await page.getByLabel('Card number').fill('4242 4242 4242 4242');
    await page.getByRole('button', { name: /^Pay\b/ }).click();
    await page.waitForURL(/\/monica/);
    await expect.poll(subjects).toContain('Your Monica licence');
    await page.goto(linkIn(shop.mailbox.letters(email)[0]?.text, '/monica'));
    await expect(page.getByRole('group', { name: 'Licence key' })).toBeVisible();

    await shop.twin.advanceDays(31);
    await expect.poll(subjects).toContain('Your Monica licence has been renewed');
    const renewed = shop.mailbox.letters(email).find(({ subject }) => subject.endsWith('has been renewed'));
    const url = linkIn(renewed?.text, 'unsubscribe');
    const context = await browser.newContext({ javaScriptEnabled: false, colorScheme: 'dark' });
    const reader = await context.newPage();
    const violations: string[] = [];
    reader.on('console', (message) => violations.push(message.text()));
    await reader.goto(url);
    await reader.getByRole('button', { name: 'Stop these e-mails' }).focus();
    await reader.keyboard.press('Enter');
    await expect(
      reader.getByRole('heading', { name: 'You won’t receive e-mails about paid renewals' }),
    ).toBeVisible();
    expect(violations).toEqual([]);
    await context.close();

    await page.goto(url);
    const { violations: found } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(found.map(({ id }) => id)).toEqual([]);
    await page.getByRole('link', { name: 'Open the settings' }).click();
    const box = page.getByRole('checkbox', { name: 'When a renewal has been paid' });
    await expect(box).not.toBeChecked();
    await box.check();
    await expect(page.getByText('Saved.')).toBeVisible();
    await page.reload();
    await expect(box).toBeChecked();
    await expect(page.getByRole('checkbox', { name: 'When a licence has ended' })).toBeChecked();
  });
