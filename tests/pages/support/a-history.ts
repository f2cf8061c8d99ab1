/** A licence's history with an overdue payment. */
import type { LicenceHistory } from '#shared/billing/history.ts';
import { day, usd } from '#tests/pages/support/fixtures.ts';

const monthly = { planName: 'Monthly plan', frequency: 'Monthly' } as const;
const yearly = { planName: 'Yearly plan', frequency: 'Annual' } as const;

export const aHistory: LicenceHistory = {
  entries: [
    { kind: 'payment_failed', on: day('2026-11-12'), amount: usd(900), retryOn: day('2026-11-15') },
    { kind: 'seats_changed', on: day('2026-10-20'), by: 'customer', from: 5, to: 8, amount: usd(1_200) },
    { kind: 'plan_changed', on: day('2026-10-12'), by: 'paddle', from: yearly, to: monthly, amount: null },
    { kind: 'renewed', on: day('2026-09-12'), amount: usd(900), through: day('2026-10-12') },
    {
      kind: 'key_reissued',
      on: day('2026-08-20'),
      by: 'operator',
      oldKeysUntil: new Date('2026-08-27T14:00:00Z'),
    },
    {
      ...{ kind: 'bought', on: day('2026-04-12'), plan: yearly, quantity: 5 },
      ...{ amount: usd(4_500), trialThrough: null },
    },
  ],
  olderCount: 0,
  next: [
    { kind: 'retry', on: day('2026-11-25'), amount: usd(900) },
    { kind: 'stops_unpaid', on: day('2026-12-19') },
  ],
};
