/** Tests a tab that stays open while the signed-in account, the connection or the release changes. */
import { expect } from '@playwright/test';
import { payButton } from '#tests/support/billing/pay-button.ts';
import { isEveryCase, someOf } from '#tests/support/cases/some-of.ts';
import { register, test } from './support/shop.ts';

// Runs only with EVERY_CASE, because tests/pages/identity/whose-tab covers this and more without a browser.
if (isEveryCase)
  test("A tab that shows one account can't change another account that has signed in since", async ({
    page,
    context,
    shop,
    problems,
  }) => {
    await register(page, shop, 'bob@example.test', 'Bob Builder');
    const bobs = await context.cookies();
    await context.clearCookies();
    await register(page, shop, 'ann@example.test', 'Ann Archer');
    await page.goto('/user/profile');
    const name = page.getByLabel('Name', { exact: true });
    await expect(name).toHaveValue('Ann Archer');
    // Another account signs in, and the open tab doesn't notice.
    await context.addCookies(bobs);
    await name.fill('Ann A.');
    await name.press('Enter');
    await expect(page.getByText(/This browser is now signed in as Bob Builder/)).toBeVisible();
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Bob Builder');
    await expect(page.getByText(/Ann A/)).toHaveCount(0);
    // The browser logs the refused requests.
    for (const problem of problems.splice(0)) expect(problem).toMatch(/409/);
  });

test("An action taken offline fails immediately and isn't repeated once online", async ({
  page,
  context,
  shop,
  problems,
}) => {
  await register(page, shop, 'nils@example.test', 'Nils Holm');
  await page.goto('/officelife');
  await page.getByRole('radio', { name: /Yearly/ }).check();
  const pay = page.getByRole('button', payButton);
  await expect(pay).toBeVisible();
  await context.setOffline(true);
  await pay.click();
  await expect(page.getByRole('alert')).toContainText('The portal can’t be reached.');
  await page.getByRole('link', { name: 'Home' }).first().click();
  const again = page.waitForResponse((answer) => answer.url().includes('/trpc/'));
  await context.setOffline(false);
  await again;
  await expect(page).toHaveURL(/\/dashboard$/);
  for (const problem of problems.splice(0)) expect(problem).toMatch(/ERR_INTERNET_DISCONNECTED/);
});

const gone = { status: 404, body: 'gone' };

/** Clears the recorded problems about missing files, and fails on any other problem. */
function forgetMissing(problems: string[]): void {
  for (const problem of problems.splice(0)) expect(problem).toMatch(/404|Failed to fetch|preload|MIME/);
}

const lacking = {
  'styles and code': /\/assets\/account-pages-/,
  styles: /\/assets\/account-pages-[^/]*\.css$/,
  code: /\/assets\/account-pages-[^/]*\.js$/,
} as const;

for (const [what, files] of someOf(Object.entries(lacking), 1)) {
  test(`A page with missing ${what} after a release reloads once`, async ({ page, shop, problems }) => {
    await register(page, shop, `mia-${what.replaceAll(' ', '-')}@example.test`, 'Mia Berg');
    await page.goto('/dashboard');
    await expect(page.getByRole('heading', { name: /^(?:Your licences|Welcome, )/ })).toBeVisible();
    let documents = 0;
    await page.route(files, (route) => (documents === 0 ? route.fulfill(gone) : route.fallback()));
    page.on('request', (request) => {
      if (request.isNavigationRequest()) documents += 1;
    });
    // Prefetching one page of a page set fails. Then another page of the same set is opened.
    const passing = page.waitForResponse(files);
    await page.getByRole('link', { name: 'Company and address' }).first().dispatchEvent('focus');
    await page.getByRole('link', { name: 'Company and address' }).first().hover();
    await passing;
    await page.getByRole('link', { name: 'Settings' }).first().dispatchEvent('click');
    await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
    expect(documents).toBe(1);
    const styled = await page.evaluate(
      () => [...document.styleSheets].filter(({ href }) => href?.includes('/account-pages-')).length,
    );
    expect(styled).toBeGreaterThan(0);
    forgetMissing(problems);
  });
}

const ownFiles = {
  script: /\/assets\/index-[^/]*\.js$/,
  'script that it needs': /\/assets\/vendor-[^/]*\.js$/,
  style: /\/assets\/index-[^/]*\.css$/,
} as const;

for (const [what, files] of someOf(Object.entries(ownFiles), 1))
  test(`A document with a missing ${what} reloads once, then shows an error in its language`, async ({
    page,
    problems,
  }) => {
    let documents = 0;
    page.on('request', (request) => {
      if (request.isNavigationRequest()) documents += 1;
    });
    let isGone = true;
    await page.route(files, (route) => (isGone ? route.fulfill(gone) : route.fallback()));
    await page.goto('/login?lang=fr');
    const bar = page.getByRole('alert').filter({ hasText: 'Cette page ne s’est pas chargée entièrement.' });
    await expect(bar).toBeVisible();
    expect(documents).toBe(2);
    isGone = false;
    await bar.getByRole('link', { name: 'Recharger la page' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByLabel('Mot de passe', { exact: true })).toBeVisible();
    await expect(bar).toHaveCount(0);
    forgetMissing(problems);
  });
