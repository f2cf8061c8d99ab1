/** Tests the e-mails about a cancelled subscription that is continued, with the Paddle twin. */
import { expect, it } from 'vitest';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
import { announceDays } from '#server/features/billing/notices/announce-days.ts';
import { useKeepShop } from '#tests/api/billing/keep/keep-shop.ts';

const shop = useKeepShop();
const nora = 'nora@example.test';

/** Waits until nothing is waiting in the outbox. Returns the subjects of all e-mails so far, oldest first. */
async function subjects(): Promise<string[]> {
  await expect.poll(() => shop.rows("SELECT id FROM outbox WHERE state = 'waiting'")).toEqual([]);
  return shop.portal.mailbox
    .letters(nora)
    .map(({ subject }) => subject)
    .filter((subject) => subject.includes('Monica'))
    .reverse();
}

/** Waits until the mail server has refused every e-mail that is waiting. */
const allTried = () =>
  expect
    .poll(() => shop.rows("SELECT id FROM outbox WHERE state = 'waiting' AND last_error IS NULL"))
    .toEqual([]);

it('A licence kept before its cancellation is reported is only reported as continued, and when it renews', async () => {
  expect(await subjects()).toEqual(['Your Monica licence']);
  await shop.goTo('2026-06-10');
  shop.portal.mailbox.setAway(true);
  await shop.cancel();
  await allTried();
  await shop.pay(await shop.link());
  shop.portal.mailbox.setAway(false);
  await shop.goTo('2026-06-11');
  expect((await subjects()).slice(1)).toEqual(['Your Monica licence continues']);
  const kept = await shop.portal.letter(nora, 'Your Monica licence continues');
  for (const part of [kept.text, kept.html ?? ''])
    expect(part).toMatch(/paid until 31\sDecember 2026; Paddle charges US\$90\.00 on that day/);
  expect(kept.headers['list-unsubscribe']).toBeUndefined();

  await shop.goTo('2026-12-24');
  await announceDays(shop.deps);
  expect((await subjects()).slice(2)).toEqual(['Your Monica licence renews soon']);
  const letter = await shop.portal.letter(nora, 'Your Monica licence renews soon');
  expect(letter.text).toContain('renews on 31\u00A0December 2026. Paddle will then charge US$90.00');
  await shop.goTo('2027-01-01');
  expect((await subjects()).slice(3)).toEqual(['Your Monica licence has been renewed']);
});

it('A licence that is kept is not reported if it is cancelled again first, or by a rebuild', async () => {
  await shop.goTo('2026-06-10');
  await shop.cancel();
  expect((await subjects()).slice(1)).toEqual(['Your Monica subscription is cancelled']);
  shop.portal.mailbox.setAway(true);
  await shop.pay(await shop.link());
  expect(await shop.rows("SELECT id FROM outbox WHERE template = 'licence-continues'")).toHaveLength(1);
  await shop.cancel();
  await allTried();
  shop.portal.mailbox.setAway(false);
  await shop.goTo('2026-06-11');
  expect((await subjects()).slice(2)).toEqual(['Your Monica subscription is cancelled']);
  await rebuild(shop.deps, { dryRun: false });
  expect(await shop.rows("SELECT id FROM outbox WHERE template = 'licence-continues'")).toHaveLength(1);
});
