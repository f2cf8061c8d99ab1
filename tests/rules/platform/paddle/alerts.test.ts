/** Tests how Paddle's alerts are read: as facts, as alerts that are ignored for a stated reason, or as unknown. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { alertOf, parseAlert } from '#server/platform/paddle/classic/alerts.ts';
import { readPhpForm } from '#server/platform/paddle/classic/php-form.ts';
import { readPassthrough, writePassthrough } from '#server/platform/paddle/passthrough.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import { FactShape } from './fact-shape.ts';
import { allSamples, samples } from './samples.ts';

const {
  subscription_created: created,
  subscription_updated: updated,
  subscription_cancelled: cancelled,
  subscription_payment_succeeded: payment,
  subscription_payment_failed: failed,
  subscription_payment_refunded: refunded,
  high_risk_transaction_created: risk,
  update_audience_member: contact,
} = samples;

const factIn = (payload: Record<string, unknown>) => {
  const meaning = parseAlert(payload);
  if (meaning.status !== 'fact') throw new Error(JSON.stringify(meaning));
  return meaning.fact;
};

/**
 * Returns the fact read from a sample after some fields of its payload have been changed; `undefined` removes a field.
 */
const factWith = (sample: { payload: object }, change: Record<string, unknown>) =>
  factIn({ ...sample.payload, ...change });

describe('Each supported alert is parsed into its fact', () => {
  it.each(allSamples)('%s', (_, { payload, fact }) => {
    expect(factIn(payload)).toEqual(fact);
    expect(FactShape.parse(fact)).toEqual(fact);
  });
});

describe('Amounts', () => {
  it.each([
    ['JPY', '1200', 1_200],
    ['KWD', '3.075', 3_075],
    ['USD', '13.630000000000001', 1_363],
    ['USD', '0.00', 0],
  ])('in %s of %s are read as %d minor units', (currency, sale_gross, minor) => {
    expect(factWith(payment, { currency, sale_gross })).toMatchObject({ amount: { minor, currency } });
  });

  it('of a refund are the gross, or the plain amount when there is no gross', () => {
    for (const gross_refund of [undefined, '', 'gross_refund']) {
      const fact = factWith(refunded, { gross_refund, amount: '12.50' });
      expect(fact).toMatchObject({ amount: { minor: 1_250, currency: 'EUR' } });
    }
  });

  it('of a tax refund are read even though it raises the earnings', () => {
    const fact = factWith(refunded, {
      refund_type: 'vat',
      gross_refund: '4.17',
      tax_refund: '4.17',
      earnings_decrease: '-4.17',
      balance_earnings_decrease: '-3.56',
      balance_fee_refund: '-0.2',
    });
    expect(fact).toMatchObject({ kind: 'vat', amount: { minor: 417, currency: 'EUR' } });
  });
});

describe('subscription_updated', () => {
  it('names the first day of a planned pause, given as a day or an instant', () => {
    for (const paused_from of ['2026-12-23', '2026-12-23 10:11:12']) {
      expect(factWith(updated, { paused_from })).toMatchObject({ pausedFrom: '2026-12-23' });
    }
  });

  it('has nulls for a missing pause, billing date or quantity', () => {
    for (const nothing of [undefined, '']) {
      const change = {
        paused_from: nothing,
        paused_reason: nothing,
        next_bill_date: nothing,
        new_quantity: nothing,
        old_quantity: nothing,
      };
      expect(factWith(updated, change)).toMatchObject({
        pausedFrom: null,
        pausedReason: null,
        nextBillOn: null,
        quantity: null,
        oldQuantity: null,
      });
    }
  });

  it("doesn't read a plain quantity as the new one", () => {
    expect(factWith(updated, { new_quantity: undefined, quantity: '99' })).toMatchObject({ quantity: null });
  });

  it("ignores the simulator's placeholder values in optional fields", () => {
    const change = {
      old_status: 'old_status',
      old_quantity: 'old_quantity',
      old_subscription_plan_id: 'old_subscription_plan_id',
      new_price: 'new_price',
      old_next_bill_date: 'old_next_bill_date',
      paused_reason: 'paused_reason',
    };
    expect(factWith(updated, change)).toMatchObject({
      oldStatus: null,
      oldQuantity: null,
      oldPlanId: null,
      pausedReason: null,
    });
  });
});

describe('subscription_payment_failed', () => {
  it('has no retry date after the last attempt', () => {
    for (const next_retry_date of ['', undefined]) {
      expect(factWith(failed, { next_retry_date })).toMatchObject({ nextRetryOn: null });
    }
  });

  it('defaults to the first attempt and past due', () => {
    const fact = factWith(failed, { attempt_number: 'attempt_number', status: '' });
    expect(fact).toMatchObject({ attempt: 1, status: 'past_due' });
  });

  it('is accepted without order and amount', () => {
    const fact = factWith(failed, { order_id: '', amount: 'amount', currency: '' });
    expect(fact).toMatchObject({ orderId: null, amount: null });
  });
});

describe('Other alerts', () => {
  it("accept the simulator's cancellation date with a time", () => {
    const fact = factWith(cancelled, { cancellation_effective_date: '2099-12-31 12:00:00' });
    expect(fact).toMatchObject({ effectiveOn: '2099-12-31' });
  });

  it.each(['', undefined])('end a subscription when the quantity is %j', (quantity) => {
    expect(factWith(cancelled, { quantity })).toMatchObject({ quantity: 1 });
  });

  it.each([
    ['update_url', 'javascript:alert(1)', 'updateUrl'],
    ['update_url', undefined, 'updateUrl'],
    ['cancel_url', 'cancel_url', 'cancelUrl'],
  ])('are accepted without a usable %s (%s)', (name, value, ours) => {
    expect(factWith(created, { [name]: value })).toMatchObject({ [ours]: null });
  });

  it('are accepted without a usable buyer', () => {
    const fact = factWith(created, { user_id: 'user', email: 'nobody', passthrough: 'Example String' });
    expect(fact).toMatchObject({ buyer: { billableId: null, paddleUserId: null, email: null } });
  });

  it.each([
    ['87.99', 87.99],
    ['100.01', null],
    ['high', null],
    [undefined, null],
  ])('read a risk score of %j as %j', (risk_score, score) => {
    expect(factWith(risk, { risk_score })).toMatchObject({ score });
  });

  it('leave a new risk case undecided for any status', () => {
    expect(factWith(risk, { status: 'status' })).toMatchObject({ verdict: 'pending' });
  });

  it('keep the address when only the consent changes', () => {
    expect(factWith(contact, { new_customer_email: '' })).toMatchObject({ email: 'amelie@example.com' });
  });
});

describe('Alerts that are ignored deliberately', () => {
  it.each([
    'locker_processed',
    'transfer_created',
    'transfer_paid',
    'invoice_sent',
    'invoice_sent_v2',
    'invoice_overdue',
    'invoice_overdue_v2',
    'invoice_cancelled_v2',
  ])('include %s, with a reason', (alert_name) => {
    expect(parseAlert({ ...created.payload, alert_name })).toEqual({
      status: 'ignored',
      why: expect.stringMatching(/^[A-Z].{20,}\.$/),
    });
  });

  it('include the fulfilment webhook without a name', () => {
    expect(parseAlert({ p_order_id: '1680209' })).toMatchObject({ status: 'ignored' });
  });
});

describe('Unknown alerts', () => {
  it.each([
    'an_alert_of_tomorrow',
    'constructor',
    '__proto__',
    'toString',
    'unnamed',
    'Subscription_Created',
    '',
  ])('include the name %j', (alert_name) => {
    expect(parseAlert({ ...created.payload, alert_name })).toEqual({ status: 'unknown' });
  });

  it('include an alert without a usable name', () => {
    expect(parseAlert({ alert_name: ['subscription_created'] })).toEqual({ status: 'unknown' });
    expect(parseAlert({})).toEqual({ status: 'unknown' });
  });
});

describe('The passthrough', () => {
  it('is written as the PHP portal writes it', () => {
    expect(writePassthrough(42)).toBe(
      '{"subscription_name":"main","billable_id":42,"billable_type":"App\\\\Models\\\\User"}',
    );
  });

  it.each([
    ['an ID as a number', '{"billable_id":42,"billable_type":"App\\\\Models\\\\User"}', 42],
    ['an ID as a string', '{"billable_id":"42","billable_type":"App\\\\Models\\\\User"}', 42],
    ['the class in other escapes', '{"billable_id":42,"billable_type":"App\\u005cModels\\u005cUser"}', 42],
    ['additional fields', '{"billable_id":42,"billable_type":"App\\\\Models\\\\User","team":9}', 42],
    ['the older class name', '{"billable_id":42,"billable_type":"App\\\\User"}', null],
    ['no class', '{"billable_id":42}', null],
    ['a null class', '{"billable_id":42,"billable_type":null}', null],
    ['the class in another case', '{"billable_id":42,"billable_type":"app\\\\models\\\\user"}', null],
    ['an unescaped class', '{"billable_id":42,"billable_type":"App\\Models\\User"}', null],
    ['another class', '{"billable_id":42,"billable_type":"App\\\\Models\\\\Team"}', null],
    ['an ID of zero', '{"billable_id":0}', null],
    ['a fractional ID', '{"billable_id":1.5}', null],
    ['an ID that is too large', '{"billable_id":"99999999999999999"}', null],
    ["the simulator's placeholder", 'Example String', null],
    ['an empty string', '', null],
    ['null', 'null', null],
    ['an array', '[42]', null],
    ['undefined', undefined, null],
  ])('is read or rejected for %s', (_, text, expected) => {
    expect(readPassthrough(text)).toBe(expected);
  });
});

describe('An alert in the event log', () => {
  const alertIn = (form: string) => {
    const reading = readPhpForm(Buffer.from(form));
    if (reading.status === 'refused') throw new Error(reading.reason);
    return alertOf(reading.fields, Buffer.alloc(32));
  };

  it('has its ID, name, time, subject and payload', () => {
    const { payload } = samples.subscription_payment_succeeded;
    expect(alertIn(new URLSearchParams(payload).toString())).toMatchObject({
      alertId: '1790992',
      name: 'subscription_payment_succeeded',
      occurredAt: new Date('2026-11-23T15:01:13Z'),
      about: classicRef('subscription', 264_546),
      payload,
    });
  });

  it.each([
    ['alert_id=abc&event_time=tomorrow&subscription_id=x&order_id=&alert_name=Evil%20Name', 'unnamed'],
    ['event_time=2026-02-30+10%3A00%3A00&alert_id[]=1&order_id[]=1', 'unnamed'],
    [`event_time=2026-11-23+24%3A00%3A00&p_order_id=${'9'.repeat(49)}`, 'fulfilment'],
  ])('has nulls for unusable values: %s', (form, name) => {
    const nothing = { alertId: null, occurredAt: null, about: null };
    expect(alertIn(form)).toMatchObject({ ...nothing, name });
  });

  it('takes the order from the fulfilment webhook', () => {
    expect(alertIn('p_order_id=1680209')).toMatchObject({
      name: 'fulfilment',
      about: classicRef('order', '1680209'),
    });
  });

  it("decodes bytes that aren't UTF-8 as Latin-1", () => {
    expect(alertIn('customer_name=Andr%E9&note=%F0%9F%99%82').payload).toEqual({
      customer_name: 'André',
      note: '🙂',
    });
  });
});

const realVectors = process.env.PADDLE_VECTORS ?? '';
const hasRealVectors = realVectors !== '' && existsSync(realVectors);

describe.skipIf(!hasRealVectors)(
  hasRealVectors ? 'Real alerts' : 'Real alerts (skipped: PADDLE_VECTORS names no folder)',
  () => {
    const files = hasRealVectors
      ? readdirSync(realVectors).filter((name) => /^classic-\d+-.*-valid\.json$/.test(name))
      : [];
    const Vector = z.object({ payload: z.record(z.string(), z.string()), alert_name: z.string().nullable() });
    it('are at least ten', () => expect(files.length).toBeGreaterThanOrEqual(10));

    it.each(files)('%s is parsed into a complete fact', (file) => {
      const { payload, alert_name } = Vector.parse(JSON.parse(readFileSync(join(realVectors, file), 'utf8')));
      if (alert_name === null) {
        expect(parseAlert(payload)).toMatchObject({ status: 'ignored' });
        return;
      }
      const fact = factIn(payload);
      expect(fact.type).toBe(alert_name);
      expect(FactShape.parse(fact)).toEqual(fact);
    });
  },
);
