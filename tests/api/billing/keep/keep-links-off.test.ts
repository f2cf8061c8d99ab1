/** Tests `KEEP_LICENCE_LINKS=false`, with which a customer who continues a cancelled subscription pays at once. */
import { expect, it } from 'vitest';
import { useKeepShop } from './keep-shop.ts';

const shop = useKeepShop({ KEEP_LICENCE_LINKS: 'false' });

it('A licence is kept for a payment today, which is said before, and no free days are asked of Paddle', async () => {
  const key = await shop.key();
  await shop.goTo('2026-06-09');
  await shop.cancel();
  await shop.goTo('2026-06-10');
  expect(await shop.preview()).toMatchObject({
    preview: {
      ...{ payment: 'today', today: { minor: 9_000, currency: 'USD' }, paidThrough: '2026-12-31' },
      ...{ daysPaidTwice: 204, next: { on: '2027-06-10' }, canChoosePlan: false },
    },
  });
  await shop.pay(await shop.link());
  expect(shop.latest()).toMatchObject({ status: 'active', nextBillDate: '2027-06-10' });
  expect(await shop.stored()).toMatchObject([{ status: 'active', valid_until_at: '2027-06-10' }]);
  expect(await shop.key()).toBe(key);
  expect(await shop.flags()).toEqual([]);
});
