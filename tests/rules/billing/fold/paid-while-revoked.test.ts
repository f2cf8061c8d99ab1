/** Tests the flag for payments of a revoked licence, whether an alert or reconciliation reports them. */
import { describe, expect, it } from 'vitest';
import type { InternalEvent } from '#server/features/billing/fold/internal-events.ts';
import type { TimedEvent } from '#server/features/billing/fold/projection.ts';
import {
  bought,
  buyer,
  created,
  day,
  own,
  paid,
  projectionOf,
  ref,
} from '#tests/rules/billing/fold/subscription-facts.ts';

const revoked = own('2026-02-01T10:00:00Z', { type: 'licence_revoked', by: 1, reason: 'abuse' });
const renewal = paid('2026-02-12T06:00:00Z', '1-2', { nextBillOn: day('2026-03-12') });

const found = (
  at: string,
  changes: Partial<Extract<InternalEvent, { type: 'payment_found' }>> = {},
): TimedEvent =>
  own(at, {
    ...{ type: 'payment_found', by: 'reconciliation', ref, paymentId: 2, planId: 100, quantity: 1 },
    ...{ amount: { minor: 900, currency: 'USD' }, paidOn: day('2026-02-12'), paidThrough: day('2026-03-12') },
    receiptUrl: null,
    ...changes,
  });
const foundNextDay = found('2026-02-13T03:00:00Z');

const flagsOf = (facts: readonly TimedEvent[]) =>
  projectionOf(facts).flags.filter(({ kind }) => kind === 'paid_while_revoked');

describe('A payment of a revoked licence', () => {
  it('is flagged when its alert arrives', () => {
    expect(flagsOf([...bought, revoked, renewal])).toMatchObject([{ orderId: '1-2', detail: '9.00 USD' }]);
  });

  it('is flagged when reconciliation finds it', () => {
    expect(flagsOf([...bought, revoked, foundNextDay])).toMatchObject([
      { orderId: null, detail: '9.00 USD', resolvedAt: null },
    ]);
  });

  it('is flagged once if its alert arrives later, and the decision about it remains', () => {
    const [flag] = flagsOf([...bought, revoked, foundNextDay]);
    const resolved = own('2026-02-14T10:00:00Z', {
      ...{ type: 'flag_resolved', by: 1, reason: 'refunded', flag: flag?.reference ?? '' },
    });
    const later = paid('2026-02-13T03:00:01Z', '1-2', { nextBillOn: day('2026-03-12') });
    for (const alert of [renewal, later])
      expect(flagsOf([...bought, revoked, foundNextDay, resolved, alert])).toMatchObject([
        { reference: flag?.reference, orderId: '1-2', resolvedAt: resolved.occurredAt },
      ]);
  });

  it('is flagged once if its alert has no payment ID', () => {
    const { fact } = renewal;
    if (fact.type !== 'subscription_payment_succeeded') throw new Error('it is a payment');
    for (const at of ['2026-02-12T06:00:00Z', '2026-02-12T12:00:01Z'])
      expect(
        flagsOf([
          ...bought,
          revoked,
          found('2026-02-12T12:00:00Z'),
          { occurredAt: new Date(at), fact: { ...fact, paymentId: null } },
        ]),
      ).toHaveLength(1);
  });

  it('is not flagged if it was made before the licence was revoked', () => {
    const first = { paymentId: 1, paidOn: day('2026-01-12'), paidThrough: day('2026-02-12') };
    const foundFirst = found('2026-02-02T03:00:00Z', first);
    expect(flagsOf([created('2026-01-12T09:14:00Z', { buyer }), revoked, foundFirst])).toEqual([]);
    expect(flagsOf([...bought, revoked, foundFirst])).toEqual([]);
  });

  it('is not flagged if nothing was charged, or once the licence is reinstated', () => {
    const reinstated = own('2026-02-12T20:00:00Z', { type: 'licence_reinstated', by: 1, reason: 'paid' });
    expect(flagsOf([...bought, revoked, reinstated, foundNextDay])).toEqual([]);
    const free = found('2026-02-13T03:00:00Z', { amount: { minor: 0, currency: 'USD' } });
    expect(flagsOf([...bought, revoked, free])).toEqual([]);
  });
});
