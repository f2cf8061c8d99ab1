/**
 * Tests changes of subscriptions at the twin: each rule of docs/paddle-classic.md V6, previews, modifiers and coupons.
 */
import { describe, expect, it } from 'vitest';
import { callVendorApi, monthly, seats, startTestTwin, trial } from '#tests/support/portal/recorded-twin.ts';
import type { PaddleTwin } from '#twin/start-twin.ts';

const monthlySeats = {
  ...seats,
  id: 38_002,
  name: 'OfficeLife monthly',
  interval: 'month',
  usdCents: 600,
} as const;
const dear = { ...monthlySeats, id: 38_003, usdCents: 5_000 } as const;
const buyer = { email: 'ada@example.com', passthrough: '' };
const coupons = [
  { code: 'ONCE', percent: 50 },
  { code: 'ALWAYS', percent: 25, recurring: true },
];

/** Starts a twin whose clock shows 1 April 2027, the first day of a 30-day period. */
const start = async () => {
  const { twin } = await startTestTwin({
    ...{ clockStands: true, coupons, startAt: new Date('2027-04-01T10:00:00Z') },
    catalogue: [monthly, seats, trial, monthlySeats, dear],
  });
  return twin;
};

async function ask(twin: PaddleTwin, path: string, fields: object) {
  const { answer } = await callVendorApi(twin, path, { ...fields });
  return answer.success ? answer.response : answer.error.code;
}
const update = (twin: PaddleTwin, id: number, fields: object) =>
  ask(twin, '/subscription/users/update', { subscription_id: id, ...fields });
const preview = (twin: PaddleTwin, id: number, fields: object) =>
  ask(twin, '/subscription/preview_update', { subscription_id: id, ...fields });
const atOnce = { bill_immediately: true, prorate: true };

const usd = (amount: number, date: string) => ({ amount, currency: 'USD', date });
const payments = (twin: PaddleTwin, id: number) =>
  twin.truthOf(id)?.payments.map(({ amount }) => amount.minor) ?? [];

describe('A preview', () => {
  it.each([
    ['more seats', { quantity: 5 }],
    ['fewer seats', { quantity: 1 }],
    ['a dearer plan', { plan_id: dear.id }],
    ['another interval', { plan_id: seats.id }],
    ['more seats, billed later', { quantity: 5, bill_immediately: false }],
    ['more seats without proration', { quantity: 5, prorate: false }],
    ['more seats and no modifiers', { quantity: 5, keep_modifiers: false }],
  ])('of %s tells exactly what the change then charges', async (_what, fields) => {
    const twin = await start();
    const id = twin.subscribe({
      ...buyer,
      planId: monthlySeats.id,
      quantity: 3,
      country: 'FR',
      coupon: 'ALWAYS',
    });
    twin.addModifier(id, { minor: -150, currency: 'EUR' });
    twin.addModifier(id, { minor: 99, currency: 'EUR' }, { isRecurring: false });
    await twin.advanceDays(11);
    const before = payments(twin, id).length;
    const seen = await preview(twin, id, { ...atOnce, ...fields });
    expect(payments(twin, id)).toHaveLength(before);
    const made = await update(twin, id, { ...atOnce, ...fields });
    expect(made.next_payment).toEqual(seen.next_payment);
    const charged = payments(twin, id).slice(before);
    expect(charged).toEqual(
      seen.immediate_payment.amount === 0 ? [] : [Math.round(seen.immediate_payment.amount * 100)],
    );
    await twin.advanceDays(366);
    expect(payments(twin, id)[before + charged.length]).toBe(Math.round(seen.next_payment.amount * 100));
  });

  it('refuses whatever the change would refuse, and answers other shapes when told to', async () => {
    const twin = await start();
    const id = twin.subscribe({ ...buyer, planId: monthlySeats.id });
    expect(await preview(twin, id, {})).toBe(116);
    expect(await preview(twin, id, { plan_id: seats.id })).toBe(148);
    twin.setFaults({ preview: 'error_120' });
    expect(await preview(twin, id, { quantity: 2 })).toBe(120);
    twin.setFaults({ preview: 'other_shape' });
    expect(await preview(twin, id, { quantity: 2 })).not.toHaveProperty('immediate_payment');
    twin.setFaults({ preview: 'html' });
    await expect(preview(twin, id, { quantity: 2 })).rejects.toThrow(SyntaxError);
  });
});

describe('A change', () => {
  it('of seats on a monthly modifier charges the full difference, not the reduced one', async () => {
    const twin = await start();
    const id = twin.subscribe({ ...buyer, planId: dear.id });
    twin.addModifier(id, { minor: -1_000, currency: 'USD' });
    expect(await preview(twin, id, { quantity: 2, ...atOnce })).toMatchObject({
      immediate_payment: usd(50, '2027-04-01'),
      next_payment: usd(90, '2027-05-01'),
    });
  });

  it('that costs US$0.70 or less is carried over to the next payment', async () => {
    const twin = await start();
    const id = twin.subscribe({ ...buyer, planId: monthlySeats.id, quantity: 3 });
    await twin.advanceDays(28);
    expect(await preview(twin, id, { quantity: 4, ...atOnce })).toMatchObject({
      immediate_payment: usd(0, '2027-04-29'),
      next_payment: usd(24.4, '2027-05-01'),
    });
    await update(twin, id, { quantity: 4, ...atOnce });
    expect(payments(twin, id)).toEqual([1_800]);
    await twin.advanceDays(2);
    expect(payments(twin, id)).toEqual([1_800, 2_440]);
    await twin.advanceDays(31);
    expect(payments(twin, id)).toEqual([1_800, 2_440, 2_400]);
  });

  it('of a subscription that costs nothing charges nothing today', async () => {
    const twin = await start();
    const id = twin.subscribe({ ...buyer, planId: monthlySeats.id });
    twin.addModifier(id, { minor: -600, currency: 'USD' });
    await update(twin, id, { quantity: 2, prorate: false });
    expect(payments(twin, id)).toEqual([600]);
    expect(twin.truthOf(id)).toMatchObject({ quantity: 2 });
  });

  it('to another interval must be billed at once and begins a new period today', async () => {
    const twin = await start();
    const id = twin.subscribe({ ...buyer, planId: monthlySeats.id });
    await twin.advanceDays(10);
    expect(await update(twin, id, { plan_id: seats.id })).toBe(148);
    await update(twin, id, { plan_id: seats.id, ...atOnce });
    // 40.00 for a year, minus a credit of 4.00: of the 6.00 paid for 30 days, 20 days are unused.
    expect(payments(twin, id)).toEqual([600, 3_600]);
    expect(twin.truthOf(id)).toMatchObject({ nextBillDate: '2028-04-11', planId: seats.id });
  });

  it.each([
    ['on trial, of the plan', trial.id, () => undefined, { plan_id: monthly.id }, 107],
    ['past due, of the quantity', monthlySeats.id, pastDue, { quantity: 2 }, 146],
    ['paused, of the quantity', monthlySeats.id, paused, { quantity: 2 }, 107],
    ['paused, of the passthrough', monthlySeats.id, paused, { passthrough: 'x' }, 107],
    ['from per seat to a plan without seats', monthlySeats.id, () => undefined, { plan_id: monthly.id }, 107],
    ['to seats of a plan without seats', monthly.id, () => undefined, { quantity: 2 }, 116],
    ['of the currency', monthlySeats.id, () => undefined, { currency: 'EUR', recurring_price: '7.00' }, 109],
    [
      'to too low a price',
      monthlySeats.id,
      () => undefined,
      { currency: 'USD', recurring_price: '0.70' },
      143,
    ],
    ['with a declined card', monthlySeats.id, declined, { quantity: 2, ...atOnce }, 147],
    ['while an invoice is processed', monthlySeats.id, processing, { quantity: 2 }, 146],
    ['after it has ended', monthlySeats.id, ended, { quantity: 2 }, 119],
  ])('%s is refused and changes nothing', async (_when, planId, prepare, fields, code) => {
    const twin = await start();
    const id = twin.subscribe({ ...buyer, planId });
    await prepare(twin, id);
    const before = twin.truthOf(id);
    expect(await update(twin, id, fields)).toBe(code);
    expect(twin.truthOf(id)).toEqual(before);
  });

  it('is possible while a pause is announced, and the pause stays', async () => {
    const twin = await start();
    const id = twin.subscribe({ ...buyer, planId: monthlySeats.id });
    twin.pause(id);
    await update(twin, id, { quantity: 2, ...atOnce });
    expect(twin.truthOf(id)).toMatchObject({ quantity: 2, status: 'active', pausedFrom: '2027-05-01' });
  });

  it('is possible from a plan without seats to one with seats, and of the passthrough while past due', async () => {
    const twin = await start();
    const id = twin.subscribe({ ...buyer, planId: monthly.id });
    await update(twin, id, { plan_id: monthlySeats.id, quantity: 3 });
    expect(twin.truthOf(id)).toMatchObject({ planId: monthlySeats.id, quantity: 3 });
    await pastDue(twin, id);
    expect(await update(twin, id, { passthrough: 'mine' })).toMatchObject({ subscription_id: id });
  });

  it('to a price of its own applies to the next payment', async () => {
    const twin = await start();
    const id = twin.subscribe({ ...buyer, planId: monthlySeats.id, quantity: 2 });
    const fields = { currency: 'USD', recurring_price: '5.00', prorate: false };
    expect(await update(twin, id, fields)).toMatchObject({ next_payment: { amount: 10 } });
    expect(await update(twin, id, { recurring_price: '5.00' })).toBe(116);
  });
});

async function pastDue(twin: PaddleTwin, id: number) {
  twin.failNextRenewals(id, 1);
  await twin.advanceDays(30);
}
async function paused(twin: PaddleTwin, id: number) {
  twin.pause(id);
  await twin.advanceDays(30);
}
const declined = (twin: PaddleTwin, id: number) => twin.setCard(id, false);
const processing = (twin: PaddleTwin) => twin.setFaults({ invoiceInProgress: true });
const ended = (twin: PaddleTwin, id: number) => void twin.cancel(id);

describe('Modifiers', () => {
  it('count in the next payments, once or always, and can be removed', async () => {
    const twin = await start();
    const id = twin.subscribe({ ...buyer, planId: dear.id });
    const add = (fields: object) =>
      ask(twin, '/subscription/modifiers/create', { subscription_id: id, ...fields });
    const always = await add({ modifier_amount: '-10.00', modifier_description: 'Friend' });
    await add({ modifier_amount: 3.5, modifier_recurring: false });
    expect(await ask(twin, '/subscription/modifiers', { subscription_id: id })).toEqual([
      {
        ...{ modifier_id: always.modifier_id, subscription_id: id, amount: '-10.00', currency: 'USD' },
        ...{ is_recurring: true, description: 'Friend' },
      },
      expect.objectContaining({ amount: '3.50', is_recurring: false }),
    ]);
    await twin.advanceDays(30);
    await twin.advanceDays(31);
    expect(payments(twin, id)).toEqual([5_000, 4_350, 4_000]);
    await ask(twin, '/subscription/modifiers/delete', { modifier_id: always.modifier_id });
    await twin.advanceDays(30);
    expect(payments(twin, id).at(-1)).toBe(5_000);
  });

  it('stay after a change unless `keep_modifiers` drops them', async () => {
    const twin = await start();
    const id = twin.subscribe({ ...buyer, planId: dear.id });
    twin.addModifier(id, { minor: 500, currency: 'USD' });
    const kept = await update(twin, id, { quantity: 2, ...atOnce });
    expect(kept.next_payment).toEqual(usd(105, '2027-05-01'));
    const dropped = await update(twin, id, { quantity: 3, ...atOnce, keep_modifiers: false });
    expect(dropped.next_payment).toEqual(usd(150, '2027-05-01'));
  });

  it('are refused without an amount, for no subscription, and when unknown', async () => {
    const twin = await start();
    const id = twin.subscribe({ ...buyer, planId: dear.id });
    const create = '/subscription/modifiers/create';
    expect(await ask(twin, create, { subscription_id: id })).toBe(116);
    expect(await ask(twin, create, { subscription_id: id, modifier_amount: 'much' })).toBe(129);
    expect(await ask(twin, create, { subscription_id: 1, modifier_amount: 1 })).toBe(119);
    expect(await ask(twin, '/subscription/modifiers/delete', { modifier_id: 1 })).toBe(116);
    twin.cancel(id);
    expect(await ask(twin, create, { subscription_id: id, modifier_amount: 1 })).toBe(119);
  });
});

describe('A coupon', () => {
  it('counts once, or in each renewal until the plan or the quantity changes', async () => {
    const twin = await start();
    const once = twin.subscribe({ ...buyer, planId: dear.id, coupon: 'ONCE' });
    const always = twin.subscribe({ ...buyer, planId: dear.id, coupon: 'ALWAYS', country: 'FR' });
    await twin.advanceDays(30);
    expect(payments(twin, once)).toEqual([2_500, 5_000]);
    // 46.00 € less 25 %, plus 20 % VAT.
    expect(payments(twin, always)).toEqual([4_140, 4_140]);
    await update(twin, always, { passthrough: 'kept' });
    await twin.advanceDays(31);
    expect(payments(twin, always).at(-1)).toBe(4_140);
    await update(twin, always, { quantity: 2, prorate: false });
    await twin.advanceDays(30);
    expect(payments(twin, always).at(-1)).toBe(11_040);
  });
});

describe('Silence', () => {
  it('follows a call that was carried out, or one that was not, for as many calls as set', async () => {
    const twin = await start();
    const id = twin.subscribe({ ...buyer, planId: monthlySeats.id });
    const unheard = async (quantity: number) => {
      const body = new URLSearchParams({ vendor_id: '4711', vendor_auth_code: 'f00dcafe0123456789abcdef' });
      body.set('subscription_id', String(id));
      body.set('quantity', String(quantity));
      const url = `${twin.vendorsUrl}/subscription/users/update`;
      await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(300) });
    };
    twin.setFaults({ actThenSilence: { 'subscription/users/update': 1 } });
    await expect(unheard(2)).rejects.toThrow(/timeout/);
    expect(twin.truthOf(id)).toMatchObject({ quantity: 2 });
    twin.setFaults({ silence: { 'subscription/users/update': 1 } });
    await expect(unheard(3)).rejects.toThrow(/timeout/);
    expect(twin.truthOf(id)).toMatchObject({ quantity: 2 });
    await unheard(4);
    expect(twin.truthOf(id)).toMatchObject({ quantity: 4 });
  });
});
