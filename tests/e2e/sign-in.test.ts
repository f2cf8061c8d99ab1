/** Tests registering, signing out, and resetting a forgotten password. */
import { expect } from '@playwright/test';
import { isEveryCase } from '#tests/support/cases/some-of.ts';
import { linkIn, password, register, test } from './support/shop.ts';

test('A customer registers, signs out, resets the password and signs in with the new one', async ({
  page,
  shop,
}) => {
  const email = 'amelie@example.test';
  await register(page, shop, email, 'Amélie Poulain');
  await expect(page.getByRole('heading', { name: /^(?:Your licences|Welcome, )/ })).toBeVisible();
  await page.getByRole('button', { name: /Amélie Poulain/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/(login)?$/);

  await page.goto('/login');
  await page.getByRole('link', { name: 'Forgot password?' }).click();
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('button', { name: 'Send link' }).click();
  await expect.poll(() => shop.mailbox.letters(email).length).toBe(2);
  await page.goto(linkIn(shop.mailbox.letters(email)[0]?.text, 'reset-password'));
  await page.getByLabel('New password').fill('another long password');
  await page.getByRole('button', { name: 'Set password' }).click();
  await expect(page.getByText('Your password has been reset')).toBeVisible();

  await page.goto('/receipts');
  await expect(page).toHaveURL(/\/login\?next=/);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill('another long password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Receipts', level: 1 })).toBeVisible();
});

test('A wrong password and an unknown address show the same error and send no e-mail', async ({
  page,
  shop,
  problems,
}) => {
  const [known, unknown] = ['known@example.test', 'nobody@example.test'];
  const account = { name: 'Nora', email: known, password: 'another long password', locale: 'en' };
  const headers = { origin: shop.url };
  await page.request.post('/api/auth/sign-up/email', { headers, data: { ...account, termsAccepted: true } });
  await expect.poll(() => shop.mailbox.letters(known).length).toBe(1);
  await page.request.get(linkIn(shop.mailbox.letters(known)[0]?.text, 'verify-email'));
  // Opening the link has signed the customer in, which shows that the account is confirmed.
  expect((await page.context().cookies()).map(({ name }) => name)).toContain('portal.session_token');
  await page.context().clearCookies();
  const errors: (string | null)[] = [];
  for (const email of [known, unknown]) {
    await page.goto('/login');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    const alert = page.getByRole('alert');
    await expect(alert).toContainText('The e-mail address and password don’t match.');
    errors.push(await alert.textContent());
    // The browser logs the refused request.
    expect(problems.splice(0)).toEqual([expect.stringMatching(/401/)]);
  }
  expect(errors[1]).toBe(errors[0]);
  // The known address has received only the mail with its confirmation link; the unknown one has received none.
  expect(shop.mailbox.letters(known)).toHaveLength(1);
  expect(shop.mailbox.letters(unknown)).toEqual([]);
});

// Runs only with EVERY_CASE, because tests/api/identity/registration/wish and tests/pages/identity/wish cover both
// sides.
if (isEveryCase)
  test('A chosen plan survives a registration whose link is opened in another browser', async ({
    page,
    shop,
    browser,
  }) => {
    const email = 'wish@example.test';
    const input = encodeURIComponent(JSON.stringify({ json: { product: 'Monica' } }));
    const answer = await (await page.request.get(`/trpc/catalogue.offers?input=${input}`)).json();
    const offers: { plan: { id: number; frequency: string } }[] = answer.result.data.json.offers;
    const plan = offers.find((offer) => offer.plan.frequency === 'Annual')?.plan.id;

    await page.goto(`/monica?plan=${plan}`);
    await page.getByRole('link', { name: 'Create an account' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      'Create an account to get Monica, US$90.00 a year',
    );
    await page.getByLabel('Name').fill('Nora Lindqvist');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Create an account' }).click();
    await expect.poll(() => shop.mailbox.letters(email).length).toBe(1);

    const context = await browser.newContext();
    const other = await context.newPage();
    await other.goto(linkIn(shop.mailbox.letters(email)[0]?.text, 'verify-email'));
    await other.getByLabel('Password', { exact: true }).fill(password);
    await other.getByRole('button', { name: 'Confirm address' }).click();
    await expect(other).toHaveURL(`${shop.url}/monica?plan=${plan}`);
    await expect(other.getByRole('radio', { name: /Yearly/ })).toBeChecked();
    await context.close();

    // The first tab moves on, but isn't signed in.
    await expect(page.getByText('Your e-mail address is confirmed. Sign in to continue.')).toBeVisible();
    expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('portal.session_token');
    await expect(page.getByLabel('E-mail')).toHaveValue(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page).toHaveURL(`${shop.url}/monica?plan=${plan}`);
    await expect(page.getByRole('button', { name: 'Pay US$90.00' })).toBeVisible();
  });
