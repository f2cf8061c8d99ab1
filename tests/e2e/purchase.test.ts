/** Tests the main journey: a customer buys a licence in the browser, and an instance validates it over plain HTTP. */
import { expect, type Page } from '@playwright/test';
import { payButton } from '#tests/support/billing/pay-button.ts';
import { isEveryCase } from '#tests/support/cases/some-of.ts';
import { register, type Shop, test } from './support/shop.ts';

const workingCard = '4242 4242 4242 4242';
const declinedCard = '4000 0000 0000 0002';

async function pay(page: Page, card: string): Promise<void> {
  await page.getByLabel('Name on the card').fill('Nora Lindqvist');
  await page.getByLabel('Card number').fill(card);
  await page.getByRole('button', { name: /^Pay\b/ }).click();
}

/** Validates the key as an instance does (docs/contract.md, "Instances"). */
async function validate(
  shop: Shop,
  licenceKey: string,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const token = await fetch(`${shop.url}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: shop.instance.clientId,
      client_secret: shop.instance.clientSecret,
      scope: 'manage-key',
    }),
  });
  expect(token.status).toBe(200);
  const { access_token: accessToken } = (await token.json()) as { access_token: string };
  const answer = await fetch(`${shop.url}/api/validate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ licence_key: licenceKey }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

async function revealKey(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Reveal' }).click();
  const key = page.getByRole('group', { name: 'Licence key' }).locator('code');
  await expect(key).toHaveText(/^[A-Za-z0-9+/]{200,}=*$/);
  return (await key.textContent()) ?? '';
}

/** Returns the day after the renewal in `months` months, which is the `next_check_at` of a licence bought now. */
const dayAfter = (now: Date, months: number) => {
  const day = new Date(now);
  day.setUTCMonth(day.getUTCMonth() + months);
  day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
};

test('A customer buys Monica for their country and an instance validates the key', async ({ page, shop }) => {
  await register(page, shop, 'nora@example.test');
  await page.goto('/monica');
  await page.getByRole('button', { name: 'Change country' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Country').fill('swe');
  await page.getByRole('option', { name: 'Sweden' }).click();
  await dialog.getByRole('button', { name: 'Use this country' }).click();
  await expect(page.getByText('Prices for your country: Sweden')).toBeVisible();
  await page.getByRole('radio', { name: /Monthly/ }).check();
  await page.getByRole('button', payButton).click();

  // The customer pays at Paddle, first with a card that is declined, then with one that works.
  await page.waitForURL((url) => url.origin === new URL(shop.twin.url).origin);
  await expect(page.getByLabel('E-mail')).toHaveValue('nora@example.test');
  await pay(page, declinedCard);
  await expect(page.getByText('Your card was declined.')).toBeVisible();
  await pay(page, workingCard);

  // Back at the portal, the key appears without a reload.
  await page.waitForURL(/\/monica/);
  await expect(page.getByText('Your licence is ready.')).toBeVisible();
  await expect(page.getByText('Active', { exact: true })).toBeVisible();
  const key = await revealKey(page);
  expect(await validate(shop, key)).toMatchObject({
    status: 200,
    body: { next_check_at: dayAfter(shop.twin.now(), 1), product: 'Monica', quantity: 1 },
  });

  await page.getByRole('link', { name: 'Receipts' }).first().click();
  await expect(page.getByRole('row', { name: /Monica, / })).toHaveCount(1);
});

// Tests the same journey with seats. It runs only with EVERY_CASE, because tests/pages and tests/api also cover seat
// prices and an instance's validation.
if (isEveryCase)
  test('A company buys OfficeLife for twelve seats, with the price updated while typing', async ({
    page,
    shop,
  }) => {
    await register(page, shop, 'jonas@example.test', 'Jonas Kessler');
    await page.goto('/officelife');
    await page.getByRole('spinbutton', { name: 'Seats' }).fill('12');
    await expect(page.getByText('US$40.00 per seat per year', { exact: false })).toBeVisible();
    await expect(page.getByText('US$480.00').first()).toBeVisible();
    await page.getByRole('radio', { name: /Yearly/ }).check();
    await page.getByRole('button', payButton).click();
    await page.waitForURL((url) => url.origin === new URL(shop.twin.url).origin);
    await pay(page, workingCard);
    await page.waitForURL(/\/officelife/);
    await expect(page.getByText('Your licence is ready.')).toBeVisible();
    const key = await revealKey(page);
    expect(await validate(shop, key)).toMatchObject({
      status: 200,
      body: {
        next_check_at: dayAfter(shop.twin.now(), 12),
        product: 'OfficeLife',
        quantity: 12,
        frequency: 'year',
      },
    });
    expect(await validate(shop, `${key.slice(0, -6)}AAAA==`)).toMatchObject({ status: 500 });
  });
