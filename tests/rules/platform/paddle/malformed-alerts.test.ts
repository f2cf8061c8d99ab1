/**
 * Tests malformed alerts. Reading one never throws and never yields a fact of the wrong type, and a bad field affects
 * only what it determines.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAlert } from '#server/platform/paddle/classic/alerts.ts';
import type { PaddleFact } from '#server/platform/paddle/facts.ts';
import { someRuns } from '#tests/support/cases/some-of.ts';
import { FactShape } from './fact-shape.ts';
import { decides, needed } from './fields-of-alerts.ts';
import { allSamples, samples } from './samples.ts';

const {
  subscription_created: created,
  subscription_updated: updated,
  subscription_cancelled: cancelled,
  subscription_payment_succeeded: payment,
  subscription_payment_failed: failed,
  subscription_payment_refunded: refunded,
  payment_succeeded: oneOff,
  payment_dispute_created: dispute,
  high_risk_transaction_updated: judged,
  new_audience_member: member,
  update_audience_member: contact,
  invoice_paid: invoice,
  invoice_paid_v2: invoiceV2,
} = samples;

describe('An alert with an invalid required field is malformed and the field is named', () => {
  it.each([
    [created, 'subscription_id', 'subscription_id'],
    [created, 'subscription_plan_id', '0'],
    [created, 'status', 'status'],
    [created, 'quantity', '-3'],
    [created, 'quantity', '1.5'],
    [created, 'next_bill_date', '2026-02-30'],
    [created, 'next_bill_date', ''],
    [created, 'event_time', 'event_time'],
    [updated, 'subscription_plan_id', 'subscription_plan_id'],
    [updated, 'status', 'new_status'],
    [updated, 'new_quantity', 'new_quantity'],
    [updated, 'new_quantity', '0'],
    [updated, 'next_bill_date', 'next_bill_date'],
    [updated, 'paused_from', 'paused_from'],
    [payment, 'sale_gross', 'sale_gross'],
    [payment, 'sale_gross', '-25.00'],
    [payment, 'currency', 'euro'],
    [payment, 'order_id', ''],
    [payment, 'order_id', 'x'.repeat(49)],
    [failed, 'next_retry_date', 'next_retry_date'],
    [failed, 'subscription_id', ''],
    [refunded, 'refund_type', 'refund_type'],
    [refunded, 'order_id', ' '],
    [cancelled, 'cancellation_effective_date', 'soon'],
    [oneOff, 'product_id', 'product_id'],
    [oneOff, 'quantity', 'quantity'],
    [dispute, 'amount', 'amount'],
    [judged, 'status', 'pending review'],
    [judged, 'case_id', 'case_id'],
    [member, 'email', 'email'],
    [member, 'user_id', ''],
    [invoice, 'payment_id', ''],
    [invoiceV2, 'invoice_id', 'x'.repeat(49)],
  ])('%#: %s', ({ payload }, name, value) => {
    expect(parseAlert({ ...payload, [name]: value })).toEqual({
      status: 'malformed',
      problem: expect.stringContaining(`${name}: `),
    });
  });

  it.each(allSamples)('%s needs only its required fields', (type, { payload }) => {
    for (const absent of [undefined, '']) {
      const restsOn = Object.keys(payload).filter((name) => {
        const { [name]: _, ...rest } = payload;
        const alert = absent === undefined ? rest : { ...payload, [name]: absent };
        return name !== 'alert_name' && parseAlert(alert).status !== 'fact';
      });
      expect(new Set(restsOn)).toEqual(new Set([...needed[type], 'event_time']));
    }
    const bare = Object.entries(payload).filter(([name]) =>
      [...needed[type], 'event_time', 'alert_name', 'gross_refund', 'new_customer_email'].includes(name),
    );
    expect(parseAlert(Object.fromEntries(bare))).toMatchObject({ status: 'fact' });
  });

  it('a refund without any valid amount is malformed', () => {
    const meaning = parseAlert({ ...refunded.payload, amount: 'amount', gross_refund: '-1' });
    expect(meaning).toEqual({ status: 'malformed', problem: 'gross_refund: is not an amount' });
  });

  it('a contact without any valid address is malformed', () => {
    const meaning = parseAlert({
      ...contact.payload,
      old_customer_email: '',
      new_customer_email: 'new',
    });
    expect(meaning).toEqual({ status: 'malformed', problem: 'new_customer_email: is not an e-mail address' });
  });

  it('every invalid field is named', () => {
    const meaning = parseAlert({ ...created.payload, status: 'x', quantity: 'y', subscription_id: 'z' });
    expect(meaning).toMatchObject({
      problem: expect.stringMatching(/subscription_id: .*; status: .*; quantity: /),
    });
  });

  it('the problem never contains a value', () => {
    for (const [, { payload }] of allSamples) {
      const secretive = Object.keys(payload).filter((name) => name !== 'alert_name');
      const noise = Object.fromEntries(secretive.map((name) => [name, 'Amélie <3']));
      const meaning = parseAlert({ ...payload, ...noise });
      expect(meaning.status).toBe('malformed');
      expect(JSON.stringify(meaning)).not.toContain('Amélie');
    }
  });
});

/** Values for a field: missing, nearly valid, of other types, or arbitrary. */
const noise = fc.oneof(
  fc.constant(undefined),
  fc.constantFrom('', ' ', '0', '-1', '1.5', '01', '1e3', '99999999999999999999', 'NaN', 'true', 'null'),
  fc.constantFrom('2026-02-30', '0000-00-00', '9999-12-31', '2026-12-23T00:00:00Z', '2026-12-23 25:00:00'),
  fc.constantFrom('paused', 'deleted', 'full', 'EUR', 'XXX', 'https://example.com', 'javascript:alert(1)'),
  fc.constantFrom('a@b', '{"billable_id":9}', '{', '[]', '\0', '\u{1f642}', 'x'.repeat(5_000)),
  fc.string(),
  fc.integer().map(String),
  fc.anything(),
);
const sample = fc.constantFrom(...allSamples.map(([, { payload, fact }]) => ({ payload, fact })));

describe('An alert with arbitrary content', () => {
  it('is a complete fact of its own type or malformed, and never throws', () => {
    const fields = fc.dictionary(fc.constantFrom(...Object.keys(decides), 'event_time', 'alert_id'), noise);
    fc.assert(
      fc.property(sample, fields, fc.boolean(), ({ payload }, noisy, alone) => {
        const alert = { ...(alone ? {} : payload), ...noisy, alert_name: payload.alert_name };
        const meaning = parseAlert(alert);
        if (meaning.status === 'fact') {
          expect(meaning.fact.type).toBe(payload.alert_name);
          expect(FactShape.parse(meaning.fact)).toEqual(meaning.fact);
        } else {
          expect(meaning).toEqual({ status: 'malformed', problem: expect.stringMatching(/^[a-z_]+: /) });
        }
      }),
      { numRuns: someRuns(1_500) },
    );
  });

  it('never throws for any name', () => {
    const name = fc.oneof(fc.string(), fc.anything(), fc.constantFrom(...allSamples.map(([type]) => type)));
    fc.assert(
      fc.property(name, fc.dictionary(fc.string(), fc.anything()), (alert_name, fields) => {
        const { status } = parseAlert({ ...fields, alert_name });
        expect(['fact', 'ignored', 'unknown', 'malformed']).toContain(status);
      }),
      { numRuns: someRuns(500) },
    );
  });

  it('with one invalid field is malformed, or changes only what that field decides', () => {
    const oneField = sample.chain((good) =>
      fc.record({
        good: fc.constant(good),
        field: fc.constantFrom(...Object.keys(good.payload).filter((name) => name !== 'alert_name')),
        value: noise,
      }),
    );
    fc.assert(
      fc.property(oneField, ({ good, field, value }) => {
        const meaning = parseAlert({ ...good.payload, [field]: value });
        if (meaning.status !== 'fact') {
          expect(meaning.status).toBe('malformed');
          return;
        }
        expect(FactShape.parse(meaning.fact)).toEqual(meaning.fact);
        for (const part of changedParts(good.fact, meaning.fact))
          expect(decides[field] ?? []).toContain(part);
      }),
      { numRuns: someRuns(2_000) },
    );
  });

  it("from Paddle's simulator, with each field set to its own name, is malformed", () => {
    for (const [type, { payload }] of allSamples) {
      const simulated = Object.fromEntries(Object.keys(payload).map((name) => [name, name]));
      expect(parseAlert({ ...simulated, alert_name: type })).toMatchObject({ status: 'malformed' });
    }
  });
});

function changedParts(before: PaddleFact, after: PaddleFact): string[] {
  const told: Record<string, unknown> = { ...after };
  return Object.entries(before)
    .filter(([part, value]) => JSON.stringify(value) !== JSON.stringify(told[part]))
    .map(([part]) => part);
}
