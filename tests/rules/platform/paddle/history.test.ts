/**
 * Tests that alerts from Paddle's history are recognized as those already delivered, and that the requested time spans
 * leave no gap.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertWindows, toPaddleTime } from '#server/platform/paddle/classic/alert-windows.ts';
import { alertOf, parseAlert } from '#server/platform/paddle/classic/alerts.ts';
import { alertOfHistory } from '#server/platform/paddle/classic/history-alert.ts';
import { readPhpForm } from '#server/platform/paddle/classic/php-form.ts';
import { digestOf } from '#server/platform/paddle/classic/signature.ts';
import type { Alert } from '#server/platform/paddle/port.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import { allSamples, samples } from './samples.ts';

/** Reads an alert as the webhook does, from a form. */
function delivered(payload: Record<string, string>): Alert {
  const reading = readPhpForm(Buffer.from(new URLSearchParams(payload).toString()));
  if (reading.status === 'refused') throw new Error(reading.reason);
  return alertOf(reading.fields, digestOf(reading.fields));
}

function outOfHistory(row: unknown): Alert {
  const alert = alertOfHistory(row);
  if (!alert) throw new Error('the row cannot be read');
  return alert;
}

const without = (payload: Record<string, unknown>, ...names: string[]) =>
  Object.fromEntries(Object.entries(payload).filter(([name]) => !names.includes(name)));

const rowOf = (payload: Record<string, string>, fields: Record<string, unknown> = payload) => ({
  id: Number(payload.alert_id),
  alert_name: payload.alert_name,
  status: 'success',
  created_at: payload.event_time,
  updated_at: '2026-11-23 15:16:13',
  attempts: 2,
  fields,
});

describe("A row of Paddle's history", () => {
  it.each(allSamples)('%s equals the delivered alert', (_, { payload, fact }) => {
    const alert = outOfHistory(rowOf(payload));
    expect(alert).toEqual(delivered(payload));
    expect(parseAlert(alert.payload)).toEqual({ status: 'fact', fact });
  });

  it.each(allSamples)('%s is recognised when only the row has its name, ID and time', (_, sample) => {
    const { payload } = sample;
    const fields = without(payload, 'alert_name', 'alert_id', 'event_time', 'p_signature');
    const alert = outOfHistory(rowOf(payload, fields));
    const { p_signature: _signature, ...unsigned } = payload;
    expect(alert).toEqual(delivered(unsigned));
    expect(alert.digest).toEqual(delivered(payload).digest);
    expect(parseAlert(alert.payload)).toEqual({ status: 'fact', fact: sample.fact });
  });

  it('has numbers, booleans and nulls converted to the delivered text', () => {
    const { payload } = samples.subscription_payment_succeeded;
    const text = {
      ...payload,
      marketing_consent: '1',
      used_price_override: '',
      coupon: '',
      sale_gross: '25',
      payment_tax: '4.17',
      quantity: '12',
      subscription_id: '264546',
    };
    const typed = {
      ...text,
      marketing_consent: true,
      used_price_override: false,
      coupon: null,
      sale_gross: 25.0,
      payment_tax: 4.17,
      quantity: 12,
      subscription_id: 264_546,
    };
    expect(outOfHistory(rowOf(text, typed))).toEqual(delivered(text));
  });

  it('matches the delivered alert with other scripts and nested fields', () => {
    const form =
      'alert_name=x&alert_id=5&event_time=2026-11-23+15%3A01%3A13&customer_name=Zo%C3%AB+%F0%9F%99%82';
    const reading = readPhpForm(Buffer.from(`${form}&items[0][id]=7&items[0][name]=%E6%97%A5%E6%9C%AC`));
    if (reading.status === 'refused') throw new Error(reading.reason);
    const fields = { customer_name: 'Zoë 🙂', items: [{ id: 7, name: '日本' }] };
    const row = { id: '5', alert_name: 'x', created_at: '2026-11-23 15:01:13', fields };
    expect(outOfHistory(row)).toEqual(alertOf(reading.fields, digestOf(reading.fields)));
  });

  it('gives way to the name, ID and time in its payload', () => {
    const { payload } = samples.subscription_created;
    const row = { ...rowOf(payload), id: 1, alert_name: 'other', created_at: '2020-01-01 00:00:00' };
    expect(outOfHistory(row)).toEqual(delivered(payload));
  });

  it('is kept as an alert without a usable time or name', () => {
    const alert = outOfHistory({ fields: { subscription_id: 7 } });
    expect(alert).toMatchObject({
      ...{ alertId: null, name: 'unnamed', occurredAt: null },
      about: classicRef('subscription', 7),
    });
  });

  it.each([null, 'row', 7, [], {}, { fields: null }, { fields: 'x' }, { fields: [1] }])(
    'is rejected as an alert: %j',
    (row) => {
      expect(alertOfHistory(row)).toBeNull();
    },
  );

  it('never throws for any content', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.jsonValue(),
        fc.jsonValue(),
        (fields, id, name) => {
          const alert = alertOfHistory({ id, alert_name: name, created_at: name, fields });
          expect(alert?.digest).toHaveLength(32);
          expect(() => parseAlert(alert?.payload ?? {})).not.toThrow();
        },
      ),
    );
  });
});

describe('The time windows for querying the history', () => {
  const now = new Date('2026-11-23T12:00:00Z');
  const hours = (count: number) => new Date(now.getTime() - count * 3_600_000);

  it('for one hour are a single window without an end', () => {
    expect(alertWindows(hours(1), now)).toEqual([{ after: new Date('2026-11-23T10:59:59Z'), before: null }]);
  });

  it('for 90 days are 91 windows, and no more for longer periods', () => {
    expect(alertWindows(hours(24 * 90), now)).toHaveLength(91);
    expect(alertWindows(hours(24 * 365), now)).toEqual(alertWindows(hours(24 * 90), now));
  });

  it('are at most a day long and cover every second, including their borders', () => {
    fc.assert(
      fc.property(fc.integer({ min: -86_400, max: 90 * 86_400 }), fc.nat(), (secondsAgo, seed) => {
        const since = new Date(now.getTime() - secondsAgo * 1_000);
        const windows = alertWindows(since, now);
        const seams = windows.flatMap(({ after, before }) => [after, before ?? now]);
        const random = new Date(since.getTime() + (seed % (Math.max(0, secondsAgo) + 100)) * 1_000);
        for (const moment of [...seams, random].filter((instant) => instant >= since)) {
          const inside = windows.filter(
            ({ after, before }) => after < moment && (!before || moment < before),
          );
          expect(inside, moment.toISOString()).not.toEqual([]);
        }
        for (const { after, before } of windows) {
          expect((before ?? after).getTime() - after.getTime()).toBeLessThanOrEqual(86_400_000);
        }
      }),
    );
  });

  it('are formatted as Paddle formats time', () => {
    expect(toPaddleTime(new Date('2026-11-23T09:05:07.891Z'))).toBe('2026-11-23 09:05:07');
  });
});
