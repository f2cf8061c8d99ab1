/** An administrator shuts off the credentials of an instance that was broken into, without locking the others. */
import { expect, type Page } from '@playwright/test';
import { accepted, type Credentials, ping, tokenOf } from '#tests/support/instance-calls.ts';
import { expectAccessible, signInAsAdministrator } from '../support/administrator.ts';
import { test } from '../support/shop.ts';

test.use({ reducedMotion: 'reduce' });

/** Reads the credentials from the dialog that shows them once, and closes it. */
async function shownCredentials(page: Page): Promise<Credentials> {
  const settings = await page.getByText(/CUSTOMER_PORTAL_CLIENT_SECRET=/).textContent();
  const settingOf = (name: string) => new RegExp(`^${name}=(.+)$`, 'm').exec(settings ?? '')?.[1] ?? '';
  await expectAccessible(page);
  await page.getByRole('button', { name: 'I’ve stored it' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  return {
    clientId: settingOf('CUSTOMER_PORTAL_CLIENT_ID'),
    clientSecret: settingOf('CUSTOMER_PORTAL_CLIENT_SECRET'),
  };
}

test('An administrator shuts off a hacked instance’s credentials without locking the others', async ({
  page,
  shop,
}) => {
  await signInAsAdministrator(page, shop, 'instances@example.test');
  const others = await tokenOf(shop, shop.instance);
  await page.goto('/administration/instances');
  await page.getByRole('button', { name: 'Create a client' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('monica.oslo.example');
  await dialog.getByLabel('Reason').fill('A new instance');
  await dialog.getByRole('button', { name: 'Create client' }).click();
  const hacked = await shownCredentials(page);
  const stolen = await tokenOf(shop, hacked);
  expect(await ping(shop, stolen)).toBe(accepted);

  await page.getByRole('link', { name: 'monica.oslo.example' }).click();
  await page.getByRole('button', { name: 'Create a new secret' }).click();
  await dialog.getByLabel('Keep the current secret valid for').selectOption('No time: it ends now');
  await dialog.getByLabel('Reason').fill('The machine was broken into');
  await dialog.getByRole('button', { name: 'Create secret' }).click();
  const fresh = await shownCredentials(page);
  await page.getByRole('button', { name: 'Revoke tokens' }).click();
  await expect(dialog).toContainText('php artisan cache:forget customer_portal.access_token');
  await dialog.getByLabel('Reason').fill('The machine was broken into');
  await dialog.getByRole('button', { name: 'Revoke tokens' }).click();
  await expect(dialog).toContainText('1 token has been revoked');
  await dialog.getByRole('button', { name: 'Close' }).last().click();

  await expect.poll(() => ping(shop, stolen)).toBe(401);
  expect(await tokenOf(shop, hacked)).toBe(401);
  expect(await ping(shop, await tokenOf(shop, fresh))).toBe(accepted);
  expect(await ping(shop, others)).toBe(accepted);
  await expectAccessible(page);
  const audited = await shop.rows<{ act: string; outcome: string }>(
    "SELECT act, outcome FROM audit_log WHERE act LIKE 'client.%' ORDER BY id",
  );
  expect(audited).toEqual(
    ['client.create', 'client.rotateSecret', 'client.revokeTokens'].map((act) => ({ act, outcome: 'done' })),
  );
});
