/** Tests that a page reports its errors to the portal with a beacon, which is sent even if the page is closed. */
import { expect, type Request } from '@playwright/test';
import { test } from './support/shop.ts';

test('A page reports a repeated script error once and stays visible', async ({ page, shop, problems }) => {
  await page.route('**/assets/*.js', async (route) => {
    if (!/\/assets\/auth-pages-/.test(route.request().url())) return route.continue();
    const answer = await route.fetch();
    // The last error marks the end. Once it has been reported, all earlier errors have been reported too.
    const broken = `${await answer.text()}
{
  function breaks() { null.total; }
  function ends() { null.last; }
  for (const each of [breaks, breaks, breaks, ends]) setTimeout(each, 0);
}`;
    return route.fulfill({ response: answer, body: broken });
  });
  const reports: Request[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/browser-faults')) reports.push(request);
  });
  await page.goto(`${shop.url}/login?next=%2Freceipts`);
  await expect.poll(() => reports.map((report) => report.postData()).join()).toContain("reading 'last'");
  for (const report of reports) expect((await report.response())?.status()).toBe(204);
  expect(reports.map((report) => report.postDataJSON())).toEqual(
    [
      ['breaks', 'total'],
      ['ends', 'last'],
    ].map(([name, property]) => ({
      ...{ kind: 'error', name: 'TypeError', page: 'login' },
      message: expect.stringContaining(`reading '${property}'`),
      frames: [expect.stringMatching(new RegExp(`^${name} /assets/auth-pages-[\\w-]+\\.js:\\d+:\\d+$`))],
      release: expect.stringMatching(/\.js$/),
    })),
  );
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  // The four errors thrown by the script that was added above.
  await expect.poll(() => problems.length).toBe(4);
  expect(problems.splice(0).map((problem) => /reading '(\w+)'/.exec(problem)?.[1])).toEqual([
    ...['total', 'total', 'total', 'last'],
  ]);
});
