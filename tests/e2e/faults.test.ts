/** A page that breaks reports the fault to the portal with a beacon, which is sent even if the page is closed. */
import { expect } from '@playwright/test';
import { test } from './support/shop.ts';

test('A page reports a script error to the portal and stays visible', async ({ page, shop, problems }) => {
  await page.route('**/assets/*.js', async (route) => {
    if (!/\/assets\/auth-pages-/.test(route.request().url())) return route.continue();
    const answer = await route.fetch();
    const broken = `${await answer.text()}\nsetTimeout(function breaks() { null.total; }, 0);`;
    return route.fulfill({ response: answer, body: broken });
  });
  const telling = page.waitForRequest(/\/browser-faults$/);
  await page.goto(`${shop.url}/login?next=%2Freceipts`);
  const told = await telling;
  expect((await told.response())?.status()).toBe(204);
  expect(told.postDataJSON()).toMatchObject({
    ...{ kind: 'error', name: 'TypeError', page: 'login' },
    frames: [expect.stringMatching(/^breaks \/assets\/auth-pages-[\w-]+\.js:\d+:\d+$/)],
    release: expect.stringMatching(/\.js$/),
  });
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  // The error injected above.
  expect(problems.splice(0)).toEqual([expect.stringContaining("reading 'total'")]);
});
