/** Tests "Keep my licence" and coming back after the end, from the preview to what is stored. */
import { describe, expect, it } from 'vitest';
import { revokeLicence } from '#server/features/billing/decisions/revoke-licence.ts';
import { writePassthrough } from '#server/platform/paddle/passthrough.ts';
import { other, useKeepShop } from './keep-shop.ts';

const shop = useKeepShop();

async function cancelOn(date: string) {
  await shop.goTo(date);
  await shop.cancel();
}

describe('Keep my licence', () => {
  it('charges nothing before the paid days are over, and keeps licence, key and day', async () => {
    const key = await shop.key();
    await cancelOn('2026-06-09');
    expect(await shop.stored()).toMatchObject([{ status: 'cancelled', valid_until_at: '2026-12-31' }]);
    await shop.goTo('2026-06-10');
    expect(await shop.preview()).toEqual({
      status: 'possible',
      preview: {
        ...{ licenceId: shop.licence.id, product: 'Monica', planId: shop.plan.id, planName: 'Yearly plan' },
        ...{ frequency: 'Annual', quantity: 1, payment: 'later', today: { minor: 0, currency: 'USD' } },
        ...{ next: { amount: { minor: 9_000, currency: 'USD' }, on: '2026-12-31' }, priceSource: 'paddle' },
        ...{ paidThrough: '2026-12-31', daysPaidTwice: 0, canChoosePlan: false, linkExpiresOn: '2026-06-10' },
        replacesPlan: false,
        country: 'US',
      },
    });
    const started = await shop.start();
    if (started.status !== 'link') throw new Error('no link');
    expect(started.expiresOn).toBe('2026-06-10');
    const status = () => shop.client.billing.changes.status.query({ changeId: started.changeId });
    expect(await status()).toMatchObject({ kind: 'keep', state: 'asked', planId: shop.plan.id });
    expect(await shop.pay(started.url)).toMatchObject({ status: 'paid' });

    expect(shop.latest()).toMatchObject({ status: 'trialing', nextBillDate: '2026-12-31', payments: [] });
    expect(await status()).toMatchObject({ state: 'confirmed', isVisible: true });
    expect(await shop.ping()).toMatchObject({
      ...{ http: 200, state: 'active', valid_until: '2026-12-31', next_check_at: '2027-01-01' },
    });
    expect(await shop.stored()).toMatchObject([
      { status: 'active', valid_until_at: '2026-12-31', ends_on: null },
    ]);
    expect(await shop.key()).toBe(key);
    const [licence, ...others] = await shop.licences();
    expect(others).toEqual([]);
    expect(licence).toMatchObject({
      ...{ id: shop.licence.id, status: 'active', standing: 'good', renewsOn: '2026-12-31' },
      lastPaid: { minor: 9_000 },
    });
    expect(await shop.flags()).toEqual([]);
    expect(await shop.differences()).toEqual([]);

    await shop.goTo('2027-01-02');
    expect(shop.latest().payments).toHaveLength(1);
    expect(await shop.stored()).toMatchObject([{ status: 'active', valid_until_at: '2027-12-31' }]);
    expect(await shop.key()).toBe(key);
  });

  it('gives 204 days, then 203, and never a day more', async () => {
    const key = await shop.key();
    await cancelOn('2026-06-09');
    await shop.goTo('2026-06-10');
    await shop.pay(await shop.link());
    await cancelOn('2026-06-11');
    expect(await shop.stored()).toMatchObject([{ status: 'cancelled', valid_until_at: '2026-12-31' }]);
    const asked: unknown[] = [];
    for (const date of ['2026-06-11', '2026-08-01']) {
      await shop.goTo(date);
      await shop.pay(await shop.link());
      const { nextBillDate, status } = shop.latest();
      asked.push({ nextBillDate, status });
      expect(await shop.stored()).toMatchObject([{ status: 'active', valid_until_at: '2026-12-31' }]);
      await shop.cancel();
    }
    const on = { nextBillDate: '2026-12-31', status: 'trialing' };
    expect(asked).toEqual([on, on]);
    expect(shop.twin.truth().subscriptions.flatMap(({ payments }) => payments)).toHaveLength(1);
    expect(await shop.key()).toBe(key);
    await shop.goTo('2027-01-01');
    expect((await shop.licences())[0]).toMatchObject({
      standing: 'ended',
      worksThrough: '2026-12-31',
    });
    expect(await shop.differences()).toEqual([]);
  });

  it('loses the days when the payment for them is refunded', async () => {
    const [first] = shop.latest().payments;
    await cancelOn('2026-06-09');
    await shop.pay(await shop.link());
    shop.twin.refund(first?.orderId ?? '', 'full');
    await shop.twin.drain();
    expect((await shop.licences())[0]).toMatchObject({ status: 'refunded', standing: 'ended' });
    expect(await shop.differences()).toEqual([]);
  });
});

it('A kept subscription counts as running beside one that was bought later', async () => {
  await cancelOn('2026-06-09');
  await shop.pay(await shop.link());
  const [kept] = await shop.refs().then((refs) => refs.filter(({ current }) => current));
  await shop.goTo('2026-06-12');
  shop.twin.subscribe({
    ...{ planId: other.id, email: 'nora@example.test', passthrough: writePassthrough(shop.userId) },
  });
  await shop.twin.drain();
  const duplicate = { kind: 'second_licence', detail: kept?.stream };
  expect(await shop.flags()).toMatchObject([duplicate]);
  // The first cancellation came before the second purchase, but it was undone.
  await shop.goTo('2026-06-13');
  await shop.cancel(Number(kept?.id));
  expect(await shop.flags()).toMatchObject([duplicate]);
});

describe('Coming back after the end', () => {
  it('has no free days, says the full price, and keeps the key', async () => {
    const key = await shop.key();
    await cancelOn('2026-06-09');
    await shop.goTo('2027-02-09');
    expect(await shop.preview()).toMatchObject({
      preview: {
        ...{
          payment: 'today',
          today: { minor: 9_000, currency: 'USD' },
          paidThrough: null,
          daysPaidTwice: 0,
        },
        ...{ next: { on: '2028-02-09' }, canChoosePlan: true },
      },
    });
    await shop.pay(await shop.link());
    expect(shop.latest()).toMatchObject({ status: 'active', nextBillDate: '2028-02-09' });
    expect(shop.latest().payments).toHaveLength(1);
    expect(await shop.stored()).toMatchObject([{ status: 'active', valid_until_at: '2028-02-09' }]);
    expect(await shop.key()).toBe(key);
    expect(await shop.flags()).toEqual([]);
    expect(await shop.differences()).toEqual([]);
  });

  it('may be with another plan of the product', async () => {
    await cancelOn('2026-06-09');
    await shop.goTo('2027-02-09');
    const extras = { planId: shop.monthlyPlan.id };
    expect(await shop.preview(extras)).toMatchObject({
      preview: { today: { minor: 900 }, next: { on: '2027-03-09' } },
    });
    await shop.pay(await shop.link(extras));
    expect(await shop.stored()).toMatchObject([{ status: 'active', valid_until_at: '2027-03-09' }]);
    expect((await shop.licences())[0]).toMatchObject({ planName: 'Monthly plan' });
  });
});

describe('A link to keep a licence', () => {
  it('is made for the same intent when it is asked for twice, or in another tab', async () => {
    await cancelOn('2026-06-09');
    const requestId = 'a'.repeat(32);
    const ids = [];
    for (const extras of [{ requestId }, { requestId }, {}]) {
      const started = await shop.start(extras);
      ids.push(started.status === 'link' && started.changeId);
    }
    expect(new Set(ids).size).toBe(1);
    expect(await shop.changes()).toEqual([{ state: 'asked', refusal: null }]);
  });

  it('isn’t made on other terms than those shown', async () => {
    await cancelOn('2026-06-09');
    const shown = { payment: 'later', today: { minor: 0, currency: 'USD' } } as const;
    await shop.goTo('2027-02-09');
    const start = (extras: object) =>
      shop.client.billing.changes.keep.start.mutate({
        ...{ licenceId: shop.licence.id, requestId: 'b'.repeat(32), shown, ...extras },
      });
    expect(await start({})).toMatchObject({ status: 'terms_changed', preview: { payment: 'today' } });
    const cheaper = { payment: 'today', today: { minor: 100, currency: 'USD' } };
    expect(await start({ shown: cheaper })).toMatchObject({ status: 'terms_changed' });
    expect(await shop.changes()).toEqual([]);
  });

  it('expires at the end of the day', async () => {
    await cancelOn('2026-06-09');
    const url = await shop.link();
    await shop.goTo('2026-06-10');
    expect(await shop.pay(url)).not.toMatchObject({ status: 'paid' });
    expect(await shop.deps.subscriptionChanges.expireKeeps(shop.twin.now())).toBe(1);
    expect(await shop.changes()).toEqual([{ state: 'refused', refusal: 'keep_link_expired' }]);
    await shop.pay(await shop.link());
    expect(await shop.stored()).toMatchObject([{ status: 'active', valid_until_at: '2026-12-31' }]);
  });

  it('still counts if its alert arrives after the link has expired', async () => {
    await cancelOn('2026-06-09');
    const url = await shop.link();
    shop.twin.setWebhookUrl(null);
    expect(await shop.twin.pay(url, { email: 'nora@example.test', country: 'US' })).toMatchObject({
      status: 'paid',
    });
    await shop.goTo('2026-06-11');
    await shop.deps.subscriptionChanges.expireKeeps(shop.twin.now());
    shop.twin.setWebhookUrl(`${shop.portal.url}/paddle/webhook`);
    await shop.twin.advanceDays(1);
    await shop.twin.drain();
    expect(await shop.stored()).toMatchObject([{ status: 'active', valid_until_at: '2026-12-31' }]);
    expect(await shop.changes()).toEqual([{ state: 'confirmed', refusal: null }]);
  });

  it.each(['refused_118', 'refused_150'] as const)(
    'charges at once where Paddle refuses a free start (%s), and says so first',
    async (zeroInitialPrice) => {
      const key = await shop.key();
      await cancelOn('2026-06-09');
      shop.twin.setFaults({ zeroInitialPrice });
      const started = await shop.start();
      expect(started).toMatchObject({
        status: 'terms_changed',
        preview: {
          payment: 'today',
          today: { minor: 9_000 },
          daysPaidTwice: 205,
          paidThrough: '2026-12-31',
          next: { on: '2027-06-09' },
        },
      });
      const agreed = await shop.client.billing.changes.keep.start.mutate({
        ...{ licenceId: shop.licence.id, requestId: 'e'.repeat(32) },
        shown: { payment: 'today', today: { minor: 9_000, currency: 'USD' } },
      });
      if (agreed.status !== 'link') throw new Error('no link');
      await shop.pay(agreed.url);
      expect(shop.latest()).toMatchObject({ status: 'active', nextBillDate: '2027-06-09' });
      expect(await shop.stored()).toMatchObject([{ status: 'active', valid_until_at: '2027-06-09' }]);
      expect(await shop.key()).toBe(key);
    },
  );

  it('isn’t charged at once because a page says so, where a free start is possible', async () => {
    await cancelOn('2026-06-09');
    const answer = await shop.client.billing.changes.keep.start.mutate({
      ...{ licenceId: shop.licence.id, requestId: 'f'.repeat(32) },
      shown: { payment: 'today', today: { minor: 9_000, currency: 'USD' } },
    });
    expect(answer).toMatchObject({ status: 'terms_changed', preview: { payment: 'later' } });
  });
});

describe('A licence that can’t be continued', () => {
  const why = async () => {
    const offer = await shop.preview();
    return offer.status === 'impossible' ? offer.why : offer.status;
  };
  const start = () =>
    shop.client.billing.changes.keep.start.mutate({
      ...{ licenceId: shop.licence.id, requestId: '9'.repeat(32) },
      shown: { payment: 'later', today: { minor: 0, currency: 'USD' } },
    });

  it('is one that still runs, is revoked or is disputed', async () => {
    expect(await why()).toBe('keep_not_ended');
    await expect(start()).rejects.toMatchObject({ data: { appCode: 'keep_not_ended', httpStatus: 409 } });
    const [payment] = shop.latest().payments;
    await cancelOn('2026-06-09');
    shop.twin.dispute(payment?.orderId ?? '');
    await shop.twin.drain();
    expect(await why()).toBe('dispute_open');
    await expect(start()).rejects.toMatchObject({ data: { appCode: 'dispute_open' } });
    await revokeLicence(shop.deps, { licenceId: shop.licence.id, by: 'command line', reason: 'abuse' });
    expect(await why()).toBe('licence_revoked');
    await expect(start()).rejects.toMatchObject({ data: { appCode: 'licence_revoked' } });
  });

  it('is another customer’s', async () => {
    await cancelOn('2026-06-09');
    const theirs = (await shop.clientOf('eve@example.test')).client.billing.changes.keep;
    await expect(theirs.preview.query({ licenceId: shop.licence.id })).rejects.toMatchObject({
      data: { appCode: 'not_found' },
    });
  });

  it('is any while Paddle can’t be reached, and the same request succeeds later', async () => {
    await cancelOn('2026-06-09');
    expect(await shop.preview()).toMatchObject({ status: 'possible' });
    shop.twin.setFaults({ down: true });
    await expect(start()).rejects.toMatchObject({ data: { appCode: 'paddle_unavailable' } });
    expect(await shop.changes()).toEqual([{ state: 'asked', refusal: null }]);
    shop.twin.setFaults({ down: false });
    const started = await start();
    if (started.status !== 'link') throw new Error('no link');
    await shop.pay(started.url);
    expect(await shop.changes()).toEqual([{ state: 'confirmed', refusal: null }]);
  });
});
