/**
 * Tests second factors in a real browser: an authenticator app's code after the password, and a passkey that replaces
 * both.
 */
import { expect, type Page } from '@playwright/test';
import { totpCode } from '#scripts/demo/mailbox/authenticator-app.ts';
import { isEveryCase } from '#tests/support/cases/some-of.ts';
import { password, register, test } from './support/shop.ts';

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Nora Lindqvist/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/(login)?$/);
}

async function givePassword(page: Page, email: string): Promise<void> {
  await page.goto('/login');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** A laptop's built-in authenticator, which stores passkeys and verifies its user. */
const laptop = {
  protocol: 'ctap2',
  transport: 'internal',
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
} as const;

/** A security key with only a button, which doesn't verify its user. */
const buttonKey = {
  protocol: 'u2f',
  transport: 'usb',
  hasResidentKey: false,
  hasUserVerification: false,
  automaticPresenceSimulation: true,
} as const;

/** Adds a virtual authenticator to the browser. */
async function plugIn(page: Page, options: typeof laptop | typeof buttonKey) {
  const browser = await page.context().newCDPSession(page);
  await browser.send('WebAuthn.enable');
  const { authenticatorId } = await browser.send('WebAuthn.addVirtualAuthenticator', { options });
  return { browser, authenticatorId };
}

async function addPasskey(page: Page, name: string): Promise<void> {
  await page.goto('/user/profile');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByRole('textbox', { name: 'Name' }).last().fill(name);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
}

test('An authenticator app can be added and used, the browser trusted, and a recovery code used instead', async ({
  page,
  shop,
}) => {
  const email = 'app@example.test';
  await register(page, shop, email);
  await page.goto('/user/profile');
  await page.getByRole('button', { name: 'Add an authenticator app' }).click();
  await expect(page.getByRole('img', { name: 'QR code for the authenticator app' })).toBeVisible();
  const shown = await page.getByText(/^([A-Z2-7]{4} ){9}[A-Z2-7]{4}$/).textContent();
  const secret = (shown ?? '').replaceAll(' ', '');
  await page.getByLabel('Code from the app').fill(totpCode(secret));
  await page.getByRole('button', { name: 'Confirm', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Recovery codes' })).toBeFocused();
  const [recoveryCode = ''] = await page.getByText(/^[a-z2-9]{5}-[a-z2-9]{5}$/).allInnerTexts();
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download as text' }).click();
  expect((await downloading).suggestedFilename()).toBe('recovery-codes.txt');
  await page.getByRole('button', { name: 'I’ve saved them' }).click();
  await signOut(page);

  await givePassword(page, email);
  await expect(page.getByRole('heading', { name: 'Two-step verification' })).toBeVisible();
  await page.getByLabel('Don’t ask again in this browser for 30 days').check();
  // Enters the code of the next time step, because each code works only once. The code is valid both before and after
  // that step begins.
  await page.getByLabel('Code', { exact: true }).fill(totpCode(secret, { steps: 1 }));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { name: /^(?:Your licences|Welcome, )/ })).toBeVisible();
  await signOut(page);
  await givePassword(page, email);
  await expect(page.getByRole('heading', { name: /^(?:Your licences|Welcome, )/ })).toBeVisible();

  await page.context().clearCookies();
  await givePassword(page, email);
  await page.getByRole('button', { name: 'Use a recovery code' }).click();
  await page.getByLabel('Recovery code').fill(recoveryCode);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { name: /^(?:Your licences|Welcome, )/ })).toBeVisible();
});

test('A passkey can be added and signs in through autofill and through its button', async ({
  page,
  shop,
}) => {
  await register(page, shop, 'passkey@example.test');
  const { browser, authenticatorId } = await plugIn(page, laptop);
  await addPasskey(page, 'This laptop');
  await expect(page.getByRole('button', { name: 'Remove This laptop' })).toBeVisible();
  const { credentials } = await browser.send('WebAuthn.getCredentials', { authenticatorId });
  expect(credentials).toMatchObject([{ isResidentCredential: true, rpId: 'localhost' }]);

  await page.context().clearCookies();
  // The user signs in by autofill, which the virtual authenticator accepts as soon as it is offered.
  await page.goto('/login');
  await expect(page.getByRole('heading', { name: /^(?:Your licences|Welcome, )/ })).toBeVisible();

  // The user signs in with the button, in a browser without passkey autofill.
  await page.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = async () => false;
  });
  await page.context().clearCookies();
  await page.goto('/login');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByRole('heading', { name: /^(?:Your licences|Welcome, )/ })).toBeVisible();
});

test('A security key can be required after the password, with a recovery code as a fallback', async ({
  page,
  shop,
}) => {
  const email = 'key@example.test';
  await register(page, shop, email);
  await plugIn(page, buttonKey);
  await addPasskey(page, 'Key ring');
  await expect(page.getByText(/it only works for two-step verification/)).toBeVisible();
  await page.getByRole('button', { name: 'Require a key after your password' }).click();
  await expect(page.getByRole('heading', { name: 'Recovery codes' })).toBeFocused();
  const [recoveryCode = ''] = await page.getByText(/^[a-z2-9]{5}-[a-z2-9]{5}$/).allInnerTexts();

  // Leaving the page before the codes are saved makes the browser ask for confirmation.
  const asked = page.waitForEvent('dialog');
  await page.evaluate(() => window.setTimeout(() => window.location.reload(), 0));
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await page.getByRole('button', { name: 'I’ve saved them' }).click();
  await expect(page.getByText('You have 10 recovery codes left.')).toBeVisible();
  await signOut(page);

  await givePassword(page, email);
  await expect(page.getByRole('heading', { name: 'Two-step verification' })).toBeVisible();
  await page.getByRole('button', { name: 'Use a passkey or security key' }).click();
  await expect(page.getByRole('heading', { name: /^(?:Your licences|Welcome, )/ })).toBeVisible();
  await signOut(page);

  await givePassword(page, email);
  await page.getByRole('button', { name: 'Use a recovery code' }).click();
  await page.getByLabel('Recovery code').fill(recoveryCode);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { name: /^(?:Your licences|Welcome, )/ })).toBeVisible();

  await page.goto('/user/profile');
  await page.getByRole('button', { name: 'Remove Key ring' }).click();
  await expect(page.getByText(/This is your only key for two-step verification/)).toBeVisible();
  await page.getByRole('button', { name: 'Remove key', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Remove Key ring' })).toBeHidden();
  await signOut(page);
  await givePassword(page, email);
  await expect(page.getByRole('heading', { name: /^(?:Your licences|Welcome, )/ })).toBeVisible();
});

// Runs only with EVERY_CASE, because tests/api/identity/two-step and tests/pages/identity/passkeys cover replaced
// challenges without a browser.
if (isEveryCase)
  test('A passkey chosen in an older tab signs in after a newer tab has requested a challenge', async ({
    page,
    shop,
    problems,
  }) => {
    await register(page, shop, 'tabs@example.test');
    await plugIn(page, laptop);
    await addPasskey(page, 'This laptop');
    await expect(page.getByRole('button', { name: 'Remove This laptop' })).toBeVisible();

    await page.context().clearCookies();
    // Delays autofill as if the user hesitated, because the virtual authenticator would choose a passkey at once.
    await page.addInitScript(() => {
      const chosen = new Promise<void>((resolve) => {
        window.addEventListener('person-chooses', () => resolve(), { once: true });
      });
      const get = navigator.credentials.get.bind(navigator.credentials);
      navigator.credentials.get = async (options) => {
        if (options?.mediation === 'conditional') await chosen;
        return get(options);
      };
    });
    const answers: number[] = [];
    page.on('response', (response) => {
      if (response.url().endsWith('/passkey/verify-authentication')) answers.push(response.status());
    });
    const offered = (on: Page) => on.waitForResponse(/generate-authenticate-options/);
    await Promise.all([offered(page), page.goto('/login')]);
    const newer = await page.context().newPage();
    await Promise.all([offered(newer), newer.goto('/login')]);
    await page.evaluate(() => window.dispatchEvent(new Event('person-chooses')));
    await expect(page.getByRole('heading', { name: /^(?:Your licences|Welcome, )/ })).toBeVisible();
    expect(answers.at(-1)).toBe(200);
    await newer.close();
    // The browser logs the 400 for the outdated challenge, but no error is shown to the user.
    expect(problems.filter((each) => !each.includes('status of 400'))).toEqual([]);
    problems.length = 0;
  });
