/**
 * Three tasks of administrators, in a browser, with real alerts: giving a journalist a free licence, refunding half of
 * a payment, and finding out from a pasted key why it doesn't work. Each ends with what was stored.
 */
import { expect } from '@playwright/test';
import { addMonths, dayOf } from '#shared/dates.ts';
import { isEveryCase } from '#tests/support/cases/some-of.ts';
import { asCustomer, expectAccessible, signInAsAdministrator } from '../support/administrator.ts';
import { register, test } from '../support/shop.ts';
import { subscriber } from '../support/subscriber.ts';

test.use({ reducedMotion: 'reduce' });

// Runs only with EVERY_CASE, because tests/api/administration and tests/pages/administration cover the acts.
if (isEveryCase) {
  test('An administrator gives a journalist a free licence for three months', async ({
    browser,
    page,
    shop,
  }) => {
    const email = 'journalist@example.test';
    await asCustomer(browser, shop, (customer) => register(customer, shop, email, 'Jonas Reporter'));
    await signInAsAdministrator(page, shop, 'grants@example.test');
    await page.goto('/administration/customers');
    // The server's page has the button, too; the list is there once keys have an effect.
    await expect(page.getByRole('table').getByText('Jonas Reporter')).toBeVisible();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Screen or customer' }).fill('jonas rep');
    await expect(page.getByRole('option', { name: /Jonas Reporter/ })).toBeVisible();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Grant a licence' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Product').selectOption('OfficeLife');
    await dialog.getByRole('spinbutton', { name: /seats/i }).fill('2');
    await dialog.getByRole('button', { name: '3 months' }).click();
    await expect(dialog).toContainText('gets a licence for OfficeLife that works through');
    await expectAccessible(page);
    await dialog.getByLabel('Reason').fill('Writes about us in the spring issue');
    await dialog.getByRole('button', { name: 'Grant a licence' }).click();
    await expect(dialog).toContainText('The licence is granted.');
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await expect(page.getByRole('button', { name: 'Grant a licence' })).toBeFocused();
    await expect(page.getByRole('article', { name: /OfficeLife, licence/ })).toContainText('isn’t renewed');
    await expectAccessible(page);

    const until = addMonths(dayOf(shop.twin.now()), 3);
    const granted = await shop.rows(
      `SELECT l.status, l.quantity, DATE_FORMAT(l.valid_until_at, '%Y-%m-%d') AS until
     FROM licences l JOIN users u ON u.id = l.user_id WHERE u.email = ?`,
      [email],
    );
    expect(granted).toEqual([{ status: 'granted', quantity: 2, until }]);
    const audited = await shop.rows("SELECT outcome, reason FROM audit_log WHERE act = 'licence.grant'");
    expect(audited).toEqual([{ outcome: 'done', reason: 'Writes about us in the spring issue' }]);
    await expect
      .poll(() => shop.mailbox.letters(email).map(({ subject }) => subject))
      .toContain('Your free OfficeLife licence');
  });

  test('An administrator refunds half of a payment and sees when it is done', async ({
    browser,
    page,
    shop,
  }) => {
    const email = 'half@example.test';
    await asCustomer(browser, shop, (customer) =>
      subscriber(customer, shop, { email, plan: 'monicaYearly' }),
    );
    await signInAsAdministrator(page, shop, 'refunds@example.test');
    const [customer] = await shop.rows<{ id: number }>('SELECT id FROM users WHERE email = ?', [email]);
    await page.goto(`/administration/customers/${customer?.id}`);
    await page.getByRole('button', { name: /^Refund order/ }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('At most US$90.00.');
    await dialog.getByLabel('Amount in USD').fill('45');
    await dialog.getByLabel('Reason').fill('Could not use it for half a year');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Refund US$45.00' }).click();
    await expect(dialog).toContainText('Paddle accepted the request for US$45.00');
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    const receipts = page.getByRole('table', { name: 'Receipts' });
    await expect(receipts).toContainText('Refund of US$45.00 pending since');
    await expectAccessible(page);
    const stored = () =>
      shop.rows('SELECT state, amount_minor AS amount FROM refund_requests WHERE user_id = ?', [
        customer?.id ?? 0,
      ]);
    expect(await stored()).toEqual([{ state: 'pending', amount: 4_500 }]);

    // Paddle reviews the refund, and reports it in an alert.
    await shop.twin.advanceDays(2);
    await expect(receipts).toContainText('Partly refunded');
    await expect(receipts).not.toContainText('pending since');
    expect(await stored()).toEqual([{ state: 'done', amount: 4_500 }]);
    expect(
      await shop.rows(
        'SELECT refunded_minor AS refunded, refund_kind AS kind FROM receipts WHERE user_id = ?',
        [customer?.id ?? 0],
      ),
    ).toEqual([{ refunded: 4_500, kind: 'partial' }]);
  });

  test('An administrator finds out from a pasted key why it does not work', async ({
    browser,
    page,
    shop,
  }) => {
    const email = 'stopped@example.test';
    const key = await asCustomer(browser, shop, async (customer) => {
      await subscriber(customer, shop, { email, plan: 'monicaMonthly' });
      await customer.getByRole('button', { name: 'Reveal', exact: true }).click();
      await expect(customer.locator('code').first()).toHaveText(/^[A-Za-z0-9+/=]{100,}$/);
      return (await customer.locator('code').first().textContent()) ?? '';
    });
    await signInAsAdministrator(page, shop, 'support@example.test');
    const [customer] = await shop.rows<{ id: number }>('SELECT id FROM users WHERE email = ?', [email]);
    await page.goto(`/administration/customers/${customer?.id}`);
    const licence = page.getByRole('article', { name: /Monica, licence/ });
    await licence.getByRole('button', { name: /^Actions for/ }).click();
    await page.getByRole('menuitem', { name: 'Revoke' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('The key was published');
    await dialog.getByRole('button', { name: 'Revoke' }).click();
    await expect(dialog).toContainText('The licence is revoked.');
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await expect(licence.getByRole('button', { name: /^Actions for/ })).toBeFocused();

    // A colleague, who knows only the key, begins anywhere.
    await page.goto('/administration/audit-log');
    await expect(page.getByRole('table').getByText('The key was published').first()).toBeVisible();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Screen or customer' }).fill(key);
    await expect(page.getByRole('dialog')).toContainText('The licence was revoked.');
    await expect(page.getByRole('option', { name: /Nora Lindqvist/ })).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(`/administration/customers/${customer?.id}`);
    await expect(licence).toContainText(/revoked on .* by Maya Okafor. Reason: The key was published/);
    await expectAccessible(page);
    expect(
      await shop.rows(
        "SELECT act, outcome FROM audit_log WHERE subject_user_id = ? AND act LIKE 'licence.%'",
        [customer?.id ?? 0],
      ),
    ).toEqual([{ act: 'licence.revoke', outcome: 'done' }]);
  });
}
