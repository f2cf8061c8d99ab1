/**
 * Tests the cost of rate limiting: one statement per counter, one more for a successful sign-in, and no transactions.
 */
import { afterEach, expect, it, vi } from 'vitest';
import { useDatabase } from '#tests/support/database/database.ts';
import { linkOf, startAuthPortal } from '#tests/support/portal/auth-portal.ts';

const database = useDatabase();
const running: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const stop of running.splice(0).reverse()) await stop();
});

const ada = {
  ...{ name: 'Ada Lovelace', email: 'ada@example.com' },
  ...{ password: 'correct horse battery', termsAccepted: true },
};

it('A successful sign-in runs three counter INSERTs and one UPDATE that restores the attempts', async () => {
  const portal = await startAuthPortal({ db: database.db, rateLimit: true });
  running.push(portal.stop);
  const browser = portal.browser();
  await browser.post('/sign-up/email', ada);
  const link = linkOf((await portal.sentMails())[0]);
  await browser.get(link.pathname + link.search);

  const asked = vi.spyOn(database.db, 'query');
  const { status } = await portal
    .browser()
    .post('/sign-in/email', { email: ada.email, password: ada.password }, { origin: portal.url });
  expect(status).toBe(200);
  const counting = asked.mock.calls.filter(([sql]) => JSON.stringify(sql).includes('rate_limits'));
  expect(counting.map(([sql]) => String(sql).trim().split(/\s/, 1)[0])).toEqual([
    ...['INSERT', 'INSERT', 'INSERT'],
    'UPDATE',
  ]);
  for (const [, options] of counting) expect(options).not.toHaveProperty('transaction');
});
