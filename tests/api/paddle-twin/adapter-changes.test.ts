/** Tests subscription changes made through the portal's Paddle adapter, against the running twin. */
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { classicPaddle } from '#server/platform/paddle/classic/adapter.ts';
import { PaddleRefusal, PaddleUnavailable } from '#server/platform/paddle/errors.ts';
import type { ChangeTerms } from '#server/platform/paddle/port.ts';
import { classicRef, type PaddleRef } from '#server/platform/paddle/reference.ts';
import { vendor } from '#tests/support/billing/twin-settings.ts';
import { someOf } from '#tests/support/cases/some-of.ts';
import { monthly, seats, startTestTwin, trial } from '#tests/support/portal/recorded-twin.ts';
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
const terms: ChangeTerms = { prorate: true, billNow: true, keepModifiers: true };
const france = { country: 'FR' };
const updates = 'subscription/users/update';
const toSeats = (quantity: number) => ({ planId: null, quantity });
const toPlan = (planId: number) => ({ planId, quantity: null });

/** Starts a twin whose clock shows 1 April 2027, the first day of a 30-day period. */
async function start() {
  const { twin } = await startTestTwin({
    ...{ clockStands: true, startAt: new Date('2027-04-01T10:00:00Z') },
    catalogue: [monthly, seats, trial, monthlySeats, dear],
    coupons: [{ code: 'ALWAYS', percent: 25, recurring: true }],
  });
  const paddle = classicPaddle({
    ...{ vendorId: vendor.id, vendorAuthCode: vendor.authCode, publicKey: '' },
    ...{ vendorsUrl: twin.vendorsUrl, checkoutUrl: twin.checkoutUrl },
    ...{ log: pino({ level: 'silent' }), now: twin.now, retryDelayMs: 1, timeoutMs: 1_500 },
  });
  return { twin, paddle };
}

const idOf = (ref: PaddleRef) => Number(ref.id);
const buy = (twin: PaddleTwin, purchase: object = {}): PaddleRef =>
  classicRef('subscription', twin.subscribe({ ...buyer, planId: monthlySeats.id, ...purchase }));
const charges = (twin: PaddleTwin, ref: PaddleRef) =>
  twin.truthOf(idOf(ref))?.payments.map(({ amount }) => amount) ?? [];

async function refusalOf(call: Promise<unknown>) {
  const failure = await call.then(
    () => null,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(PaddleRefusal);
  return (failure as PaddleRefusal).reason;
}

describe('A preview through the adapter', () => {
  it('is the one of Paddle if it answers in a known shape', async () => {
    const { twin, paddle } = await start();
    const ref = buy(twin, { quantity: 3, country: 'FR' });
    await twin.advanceDays(10);
    expect(await paddle.previewChange(ref, toSeats(6), terms, france)).toMatchObject({
      today: { minor: 1_324, currency: 'EUR' },
      next: { amount: { minor: 3_972, currency: 'EUR' }, on: '2027-05-01' },
      source: 'paddle',
    });
  });

  it.each(['error_120', 'html', 'other_shape'] as const)(
    'is calculated to the same amounts if Paddle answers %s, and is never an invented 0.00',
    async (answer) => {
      const { twin, paddle } = await start();
      const ref = buy(twin, { quantity: 3, country: 'FR' });
      twin.addModifier(idOf(ref), { minor: -150, currency: 'EUR' });
      await twin.advanceDays(10);
      for (const change of [toSeats(6), toSeats(1), toPlan(dear.id), toPlan(seats.id)]) {
        twin.setFaults({ preview: 'answers' });
        const exact = await paddle.previewChange(ref, change, terms, france);
        twin.setFaults({ preview: answer });
        expect(await paddle.previewChange(ref, change, terms, france)).toEqual({
          ...exact,
          source: 'calculated',
        });
      }
    },
  );

  it('fails, and shows no amount, if neither is possible', async () => {
    const { twin, paddle } = await start();
    const ref = buy(twin, { country: 'FR' });
    twin.setFaults({ preview: 'html' });
    const nowhere = paddle.previewChange(ref, toSeats(2), terms, { country: null });
    await expect(nowhere).rejects.toBeInstanceOf(PaddleUnavailable);
    const elsewhere = paddle.previewChange(ref, toSeats(2), terms, { country: 'GB' });
    await expect(elsewhere).rejects.toBeInstanceOf(PaddleUnavailable);
    twin.setFaults({ silence: { 'subscription/users': 1 } });
    const unheard = paddle.previewChange(ref, toSeats(2), terms, france);
    await expect(unheard).rejects.toBeInstanceOf(PaddleUnavailable);
  });

  it('is calculated if Paddle does not answer in time', async () => {
    const { twin, paddle } = await start();
    const ref = buy(twin, { country: 'JP' });
    twin.setFaults({ silence: { 'subscription/preview_update': 1 } });
    expect(await paddle.previewChange(ref, toSeats(2), terms, { country: 'JP' })).toMatchObject({
      ...{ today: { minor: 990, currency: 'JPY' }, source: 'calculated' },
    });
  });

  it('keeps the price of a business without VAT', async () => {
    const { twin, paddle } = await start();
    const link = await paddle.createPayLink({
      ...{ planId: monthlySeats.id, quantity: 2, returnUrl: 'http://127.0.0.1:3000/', customerId: 42 },
      ...{ customerEmail: buyer.email, customerCountry: 'FR', customerPostcode: null, coupon: null },
      vat: { number: 'FR1', companyName: 'D', street: '1', city: 'P', country: 'FR', postcode: '75011' },
    });
    await twin.pay(link);
    const ref = classicRef('subscription', twin.truth().subscriptions[0]?.id ?? 0);
    twin.setFaults({ preview: 'html' });
    expect(await paddle.previewChange(ref, toSeats(4), terms, france)).toMatchObject({
      today: { minor: 2 * 552, currency: 'EUR' },
      next: { amount: { minor: 4 * 552 } },
    });
  });

  it('counts the full price after a recurring coupon', async () => {
    const { twin, paddle } = await start();
    const ref = buy(twin, { planId: dear.id, coupon: 'ALWAYS' });
    twin.setFaults({ preview: 'html' });
    expect(await paddle.previewChange(ref, toSeats(2), terms, { country: 'US' })).toMatchObject({
      today: { minor: 5_000, currency: 'USD' },
      next: { amount: { minor: 10_000 } },
    });
  });
});

describe('A change through the adapter', () => {
  it('returns what Paddle answered', async () => {
    const { twin, paddle } = await start();
    const ref = buy(twin);
    expect(await paddle.changeSubscription(ref, { planId: dear.id, quantity: 2 }, terms)).toEqual({
      planId: dear.id,
      nextPayment: { amount: { minor: 10_000, currency: 'USD' }, on: '2027-05-01' },
    });
    expect(twin.truthOf(idOf(ref))).toMatchObject({ planId: dear.id, quantity: 2 });
  });

  it.each<[string, object, (twin: PaddleTwin, id: number) => unknown, object, object]>([
    ['trialing', { planId: trial.id }, () => undefined, toPlan(monthly.id), {}],
    ['past_due', {}, fails, toSeats(2), {}],
    ['paused', {}, pauses, toSeats(2), {}],
    ['must_bill_now', {}, () => undefined, toPlan(seats.id), { billNow: false }],
    ['per_seat_to_single', {}, () => undefined, toPlan(monthly.id), {}],
    ['plan_without_seats', { planId: monthly.id }, () => undefined, toSeats(2), {}],
    ['card_declined', {}, (twin, id) => twin.setCard(id, false), toSeats(2), {}],
    ['invoice_in_progress', {}, (twin) => twin.setFaults({ invoiceInProgress: true }), toSeats(2), {}],
    ['unknown_plan', {}, () => undefined, toPlan(999_999), {}],
    ['unknown_subscription', {}, (twin, id) => twin.cancel(id), toSeats(2), {}],
    ['price_too_low', {}, (twin) => twin.setFaults({ errors: [118] }), toSeats(2), {}],
    ['currency_refused', {}, (twin) => twin.setFaults({ errors: [109] }), toSeats(2), {}],
  ])('is refused with reason %s', async (reason, purchase, prepare, change, odd) => {
    const { twin, paddle } = await start();
    const ref = buy(twin, purchase);
    await prepare(twin, idOf(ref));
    const before = twin.truthOf(idOf(ref));
    const asked = { ...toSeats(1), ...change };
    expect(await refusalOf(paddle.changeSubscription(ref, asked, { ...terms, ...odd }))).toBe(reason);
    expect(twin.truthOf(idOf(ref))).toEqual(before);
  });

  it.each(someOf(['actThenSilence', 'silence'] as const, 1))(
    'is sent once when Paddle keeps silent (%s)',
    async (fault) => {
      const { twin, paddle } = await start();
      const ref = buy(twin);
      twin.setFaults({ [fault]: { [updates]: 1 } });
      const change = paddle.changeSubscription(ref, toSeats(2), terms);
      await expect(change).rejects.toBeInstanceOf(PaddleUnavailable);
      const isMade = fault === 'actThenSilence';
      expect(charges(twin, ref)).toHaveLength(isMade ? 2 : 1);
      expect(await paddle.subscriptions({ ref })).toMatchObject([{ quantity: isMade ? 2 : 1 }]);
    },
  );
});

async function fails(twin: PaddleTwin, id: number) {
  twin.failNextRenewals(id, 1);
  await twin.advanceDays(30);
}
async function pauses(twin: PaddleTwin, id: number) {
  twin.pause(id);
  await twin.advanceDays(30);
}

describe('A pause through the adapter', () => {
  it('is announced, withdrawn, and ended by a payment', async () => {
    const { twin, paddle } = await start();
    const ref = buy(twin);
    await paddle.pauseSubscription(ref);
    expect(twin.truthOf(idOf(ref))).toMatchObject({ status: 'active', pausedFrom: '2027-05-01' });
    await paddle.resumeSubscription(ref);
    expect(twin.truthOf(idOf(ref))).toMatchObject({ pausedFrom: null });
    await pauses(twin, idOf(ref));
    twin.setCard(idOf(ref), false);
    expect(await refusalOf(paddle.resumeSubscription(ref))).toBe('card_declined');
    twin.setCard(idOf(ref), true);
    expect(await paddle.resumeSubscription(ref)).toMatchObject({ nextPayment: { on: '2027-06-01' } });
    twin.cancel(idOf(ref));
    expect(await refusalOf(paddle.resumeSubscription(ref))).toBe('unknown_subscription');
  });
});

describe('The payment method through the adapter', () => {
  it('is the card or PayPal chosen on the page for changing it', async () => {
    const { twin, paddle } = await start();
    const ref = buy(twin);
    const [subscription] = twin.subscriptions();
    const choose = async (method: string) => {
      const body = new URLSearchParams({ method });
      expect((await fetch(subscription?.updateUrl ?? '', { method: 'POST', body })).status).toBe(200);
      return paddle.cardOnFile(ref);
    };
    expect(await paddle.cardOnFile(ref)).toEqual({
      ...{ kind: 'card', brand: 'visa', lastFour: '4242', expires: { year: 2099, month: 12 } },
    });
    expect(await choose('5555 5555 5555 4444')).toEqual({
      ...{ kind: 'card', brand: 'mastercard', lastFour: '4444', expires: { year: 2031, month: 8 } },
    });
    expect(await choose('PayPal')).toEqual({ kind: 'paypal' });
    expect(await paddle.cardOnFile(classicRef('subscription', 1))).toBeNull();
  });
});
