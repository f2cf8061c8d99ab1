/** Receipts of every kind: part payments, refunds, three currencies, an incomplete one, and a company. */
import type { ReceiptView } from '#shared/billing/billing.ts';
import { aReceipt, usd } from './fixtures.ts';

const office = {
  product: 'OfficeLife',
  planName: 'Yearly plan',
  frequency: 'Annual',
  quantity: 14,
} as const;
const company = { name: 'Brødrene Überlingen & Søn Verlagsgesellschaft mbH', vatNumber: 'DE123456789' };
const at = (day: string) => new Date(`${day}T09:14:00Z`);

export const variedReceipts: readonly ReceiptView[] = [
  aReceipt({ id: 20, orderId: '317366-1864142', paidAt: at('2026-11-12'), tax: usd(180), company }),
  aReceipt({
    ...{ id: 19, orderId: '317366-1864141', paidAt: at('2026-11-03'), tax: usd(240), ...office },
    ...{ amount: usd(1_263), part: { kind: 'seats', seats: 5, days: 20 } },
  }),
  aReceipt({
    ...{ id: 18, orderId: '317366-1864140', paidAt: at('2026-10-03'), tax: usd(9_000), ...office },
    ...{ amount: usd(48_000), company },
    part: {
      kind: 'plan',
      fromPlan: { planName: 'Monthly plan', planNames: {}, frequency: 'Monthly' },
      days: null,
    },
  }),
  aReceipt({
    ...{ id: 17, orderId: '317366-1864139', paidAt: at('2026-09-12') },
    refund: { kind: 'full', amount: usd(900) },
  }),
  aReceipt({
    ...{ id: 16, orderId: '317366-1864138', paidAt: at('2026-08-12'), tax: usd(180) },
    refund: { kind: 'partial', amount: usd(450) },
  }),
  aReceipt({
    ...{ id: 15, orderId: '317366-1864137', paidAt: at('2026-05-03') },
    ...{ product: null, planName: null, frequency: null, amount: { minor: 9_900, currency: 'JPY' } },
  }),
  aReceipt({
    ...{ id: 14, orderId: '317366-1864136', paidAt: at('2026-04-03'), receiptUrl: null },
    ...{ amount: { minor: 8_000, currency: 'EUR' }, tax: { minor: 1_333, currency: 'EUR' } },
  }),
  aReceipt({ id: 13, orderId: null, paidAt: at('2025-12-12'), receiptUrl: null }),
];
