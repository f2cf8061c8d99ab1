/**
 * Tests that a stored state of the twin is read correctly, whether it was written when the forint had two decimals or
 * none.
 */
import { describe, expect, it } from 'vitest';
import { upgradeState } from '#twin/state/upgrade-state.ts';

const huf = (minor: number) => ({ minor, currency: 'HUF' });
const usd = (minor: number) => ({ minor, currency: 'USD' });

/**
 * The parts of a state that contain amounts. `one` is the number of minor units in one forint when the state was
 * written.
 */
const written = (one: number) => ({
  version: 2,
  other: 'kept',
  payLinks: [{ token: 'abc', planId: 7 }],
  subscriptions: [
    { id: 1, unitPrice: huf(4_138 * one), unitTax: huf(880 * one), carriedMinor: -250 * one },
    { id: 2, unitPrice: usd(900), unitTax: usd(0), carriedMinor: 0 },
  ],
  orders: [
    {
      ...{
        orderId: '7-1',
        subscriptionId: 1,
        quantity: 500,
        gross: huf(2_069_000 * one),
        tax: huf(440_000 * one),
      },
      refunds: [{ kind: 'partial', amount: huf(1_000 * one), at: 5 }],
    },
    { orderId: '7-2', subscriptionId: 2, quantity: 1, gross: usd(900), tax: usd(0), refunds: [] },
    { orderId: '7-3', subscriptionId: null, quantity: 2, gross: huf(82_000 * one), tax: huf(0), refunds: [] },
  ],
  refundRequests: [
    { id: 9, orderId: '7-3', amount: huf(41_000 * one), reason: '', reviewedAt: 0 },
    { id: 10, orderId: '7-2', amount: null, reason: '', reviewedAt: 0 },
  ],
});

describe('A version 2 state of the twin', () => {
  it.each([
    ['without decimals', 1],
    ['with two', 100],
  ])('has its forint amounts stored with two decimals when they were written %s', (_how, one) => {
    expect(upgradeState(written(one), 1)).toMatchObject({ ...written(100), version: 4 });
  });

  it('is left unchanged when it is already upgraded to version 4', () => {
    const today = { ...written(100), version: 4 };
    expect(upgradeState(today, 1)).toBe(today);
  });
});

describe('A version 3 state of the twin', () => {
  it('gets the terms of pay links, modifiers, coupons and payment methods', () => {
    const old = { ...written(100), version: 3 };
    const upgraded = upgradeState(old, 1);
    expect(upgraded).toEqual({
      ...old,
      version: 4,
      payLinks: [
        {
          ...{ token: 'abc', planId: 7 },
          ...{ trialDays: null, prices: [], recurringPrices: [], expiresOn: null },
        },
      ],
      subscriptions: old.subscriptions.map((subscription) => ({
        ...subscription,
        ...{ discount: null, modifiers: [], paysBy: 'card', cardType: 'visa', cardExpires: '12/2099' },
      })),
    });
  });
});
