/** What an alert of Paddle means to us: facts, alerts no rule reads yet, and nonsense. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { alertOf, understandAlert } from '#server/platform/paddle/alerts.ts';
import { readPassthrough, writePassthrough } from '#server/platform/paddle/passthrough.ts';
import { readPhpForm } from '#server/platform/paddle/php-form.ts';

const created = {
  alert_id: '1790992',
  alert_name: 'subscription_created',
  event_time: '2026-11-23 15:01:13',
  subscription_id: '264546',
  subscription_plan_id: '29418',
  user_id: '176032',
  email: 'amelie@example.com',
  status: 'active',
  quantity: '12',
  unit_price: '7.00',
  currency: 'EUR',
  next_bill_date: '2026-12-23',
  update_url: 'https://pay.example.com/subscription/264546/hash/ea6e498c/update',
  cancel_url: 'https://pay.example.com/subscription/264546/hash/ea6e498c/cancel',
  passthrough: writePassthrough(7),
};

const payment = {
  ...created,
  alert_name: 'subscription_payment_succeeded',
  order_id: '317366-1864142',
  checkout_id: '675737-chre19a993fdd63-1c4273c652',
  sale_gross: '25',
  payment_tax: '4.17',
  balance_earnings: '23.25',
  receipt_url: 'https://my.example.com/receipt/317366-1864142/675737',
};

const cancelled = {
  ...created,
  alert_name: 'subscription_cancelled',
  status: 'deleted',
  cancellation_effective_date: '2026-12-23',
};

const factIn = (payload: Record<string, unknown>) => {
  const meaning = understandAlert(payload);
  if (meaning.status !== 'fact') throw new Error(JSON.stringify(meaning));
  return meaning.fact;
};

describe('facts', () => {
  const buyer = { billableId: 7, paddleUserId: 176_032, email: 'amelie@example.com' };

  it('subscription_created', () => {
    expect(factIn(created)).toEqual({
      type: 'subscription_created',
      subscriptionId: 264_546,
      planId: 29_418,
      status: 'active',
      quantity: 12,
      nextBillOn: '2026-12-23',
      updateUrl: created.update_url,
      cancelUrl: created.cancel_url,
      buyer,
    });
  });

  it('subscription_payment_succeeded, with amounts in minor units', () => {
    expect(factIn(payment)).toEqual({
      type: 'subscription_payment_succeeded',
      subscriptionId: 264_546,
      planId: 29_418,
      status: 'active',
      quantity: 12,
      nextBillOn: '2026-12-23',
      orderId: '317366-1864142',
      checkoutId: payment.checkout_id,
      amount: { minor: 2_500, currency: 'EUR' },
      tax: { minor: 417, currency: 'EUR' },
      receiptUrl: payment.receipt_url,
      buyer,
    });
  });

  it('subscription_cancelled, at its effective day', () => {
    expect(factIn(cancelled)).toEqual({
      type: 'subscription_cancelled',
      subscriptionId: 264_546,
      planId: 29_418,
      quantity: 12,
      effectiveOn: '2026-12-23',
      buyer,
    });
  });

  it.each([
    ['JPY', '1200', 1_200],
    ['KWD', '3.075', 3_075],
    ['USD', '13.630000000000001', 1_363],
    ['USD', '0.00', 0],
  ])('an amount in %s of %s is %d minor units', (currency, sale_gross, minor) => {
    expect(factIn({ ...payment, currency, sale_gross })).toMatchObject({ amount: { minor, currency } });
  });

  it("takes the simulator's cancellation date, which has a time", () => {
    const fact = factIn({ ...cancelled, cancellation_effective_date: '2099-12-31 12:00:00' });
    expect(fact).toMatchObject({ effectiveOn: '2099-12-31' });
  });

  it.each([
    ['quantity', ''],
    ['quantity', undefined],
  ])('still ends a subscription whose %s is %s', (name, value) => {
    expect(factIn({ ...cancelled, [name]: value })).toMatchObject({ quantity: 1 });
  });

  it.each([
    ['update_url', 'javascript:alert(1)', 'updateUrl'],
    ['update_url', undefined, 'updateUrl'],
    ['cancel_url', 'cancel_url', 'cancelUrl'],
  ])('is read without a usable %s (%s)', (name, value, ours) => {
    expect(factIn({ ...created, [name]: value })).toMatchObject({ [ours]: null });
  });

  it('is read without a usable buyer: whose it is, is another question', () => {
    const fact = factIn({ ...created, user_id: 'user', email: 'nobody', passthrough: 'Example String' });
    expect(fact.buyer).toEqual({ billableId: null, paddleUserId: null, email: null });
  });
});

describe('nonsense is senseless and says which field', () => {
  it.each([
    [created, 'subscription_id', 'subscription_id'],
    [created, 'subscription_plan_id', '0'],
    [created, 'status', 'status'],
    [created, 'quantity', '-3'],
    [created, 'quantity', '1.5'],
    [created, 'next_bill_date', '2026-02-30'],
    [created, 'next_bill_date', ''],
    [payment, 'sale_gross', 'sale_gross'],
    [payment, 'sale_gross', '-25.00'],
    [payment, 'currency', 'euro'],
    [payment, 'order_id', ''],
    [payment, 'order_id', 'x'.repeat(65)],
    [cancelled, 'cancellation_effective_date', 'soon'],
  ])('%#: %s', (payload, name, value) => {
    expect(understandAlert({ ...payload, [name]: value })).toEqual({
      status: 'senseless',
      problem: expect.stringContaining(`${name}: `),
    });
  });

  it.each(['subscription_id', 'next_bill_date', 'status'])('%s absent', (name) => {
    const { [name as 'status']: _, ...rest } = created;
    expect(understandAlert(rest)).toEqual({ status: 'senseless', problem: expect.stringContaining(name) });
  });

  it('never throws, whatever the fields hold', () => {
    const name = fc.constantFrom(
      'subscription_created',
      'subscription_payment_succeeded',
      'subscription_cancelled',
    );
    const noise = fc.dictionary(fc.constantFrom(...Object.keys({ ...payment, ...cancelled })), fc.anything());
    fc.assert(
      fc.property(name, fc.constantFrom(created, payment, cancelled), noise, (alert_name, base, fields) => {
        const meaning = understandAlert({ ...base, ...fields, alert_name });
        expect(['fact', 'senseless']).toContain(meaning.status);
      }),
      { numRuns: 500 },
    );
  });
});

describe('alerts no rule reads yet', () => {
  it.each([
    'subscription_updated',
    'subscription_payment_failed',
    'subscription_payment_refunded',
    'payment_succeeded',
    'payment_refunded',
    'high_risk_transaction_created',
    'an_alert_of_tomorrow',
    'constructor',
    '__proto__',
  ])('%s', (alert_name) => {
    expect(understandAlert({ ...created, alert_name })).toEqual({ status: 'unhandled' });
  });

  it('the nameless fulfilment webhook, and an alert without a usable name', () => {
    expect(understandAlert({ p_order_id: '1680209' })).toEqual({ status: 'unhandled' });
    expect(understandAlert({ alert_name: ['subscription_created'] })).toEqual({ status: 'unhandled' });
  });
});

describe('passthrough', () => {
  it("is exactly the PHP portal's", () => {
    expect(writePassthrough(42)).toBe(
      '{"subscription_name":"main","billable_id":42,"billable_type":"App\\\\Models\\\\User"}',
    );
  });

  it.each([
    ['an id as a number', '{"billable_id":42,"billable_type":"App\\\\Models\\\\User"}', 42],
    ['an id as text', '{"billable_id":"42","billable_type":"App\\\\Models\\\\User"}', 42],
    ['the older class', '{"billable_id":42,"billable_type":"App\\\\User"}', 42],
    ['no class', '{"billable_id":42}', 42],
    ['more than that', '{"billable_id":42,"team":9}', 42],
    ['another class', '{"billable_id":42,"billable_type":"App\\\\Models\\\\Team"}', null],
    ['an id of zero', '{"billable_id":0}', null],
    ['a fraction', '{"billable_id":1.5}', null],
    ['an id too great', '{"billable_id":"99999999999999999"}', null],
    ['the simulator', 'Example String', null],
    ['nothing', '', null],
    ['null', 'null', null],
    ['a list', '[42]', null],
    ['no text', undefined, null],
  ])('%s', (_, text, expected) => {
    expect(readPassthrough(text)).toBe(expected);
  });
});

describe('an alert as the log keeps it', () => {
  const alertIn = (form: string) => {
    const reading = readPhpForm(Buffer.from(form));
    if (reading.status === 'refused') throw new Error(reading.reason);
    return alertOf(reading.fields, Buffer.alloc(32));
  };

  it('has its id, name, instant and subscription', () => {
    const alert = alertIn(new URLSearchParams(created).toString());
    expect(alert).toMatchObject({
      alertId: '1790992',
      name: 'subscription_created',
      occurredAt: new Date('2026-11-23T15:01:13Z'),
      subscriptionId: 264_546,
      payload: created,
    });
  });

  it.each([
    ['alert_id=abc&event_time=tomorrow&subscription_id=x&alert_name=Evil%20Name', 'unnamed'],
    ['event_time=2026-02-30+10%3A00%3A00&alert_id[]=1', 'unnamed'],
    ['event_time=2026-11-23+24%3A00%3A00&p_order_id=1680209', 'fulfilment'],
  ])('has nulls for what cannot be used: %s', (form, name) => {
    expect(alertIn(form)).toMatchObject({ alertId: null, occurredAt: null, subscriptionId: null, name });
  });

  it('keeps bytes that are no UTF-8 readable', () => {
    expect(alertIn('customer_name=Andr%E9&note=%F0%9F%99%82').payload).toEqual({
      customer_name: 'André',
      note: '🙂',
    });
  });
});

const realVectors = process.env.PADDLE_VECTORS ?? '';
const hasRealVectors = realVectors !== '' && existsSync(realVectors);

describe.skipIf(!hasRealVectors)(
  hasRealVectors ? 'real alerts' : 'real alerts (skipped: PADDLE_VECTORS names no folder)',
  () => {
    const files = hasRealVectors
      ? readdirSync(realVectors).filter((name) => /^classic-\d+-.*-valid\.json$/.test(name))
      : [];
    const Vector = z.object({ payload: z.record(z.string(), z.string()), alert_name: z.string().nullable() });
    const read = new Set([
      'subscription_created',
      'subscription_payment_succeeded',
      'subscription_cancelled',
    ]);

    it('are there', () => expect(files.length).toBeGreaterThanOrEqual(10));

    it.each(files)('%s is understood', (file) => {
      const { payload, alert_name } = Vector.parse(JSON.parse(readFileSync(join(realVectors, file), 'utf8')));
      expect(understandAlert(payload).status).toBe(read.has(alert_name ?? '') ? 'fact' : 'unhandled');
    });
  },
);
