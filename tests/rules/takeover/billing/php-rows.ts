/** Rows of the PHP portal as its own code writes them, which each test overrides as needed. */
import { type OldPlans, oldPlans } from '#server/features/takeover/billing/billing-plans.ts';
import {
  type LicenceRow,
  personClass,
  type ReceiptRow,
  type SubscriptionRow,
} from '#server/features/takeover/source/rows.ts';

export const plans: OldPlans = oldPlans([
  { id: 1, product: 'Monica', paddlePlanId: 24_749, frequency: 'Monthly' },
  { id: 2, product: 'Monica', paddlePlanId: 24_750, frequency: 'Annual' },
  { id: 3, product: 'OfficeLife', paddlePlanId: 31_201, frequency: 'Monthly' },
]);

export const now = new Date('2026-11-29T14:01:00Z');
const date = (text: string) => new Date(text.length > 10 ? `${text}Z` : `${text}T00:00:00Z`);

type Dates<T> = { [K in keyof T]?: T[K] | string };
/** Dates may be given as text. */
function withDates<T extends object>(row: T, changes: Dates<T>): T {
  const read = Object.entries(changes).map(([name, value]) => [
    name,
    typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value) ? date(value) : value,
  ]);
  return { ...row, ...Object.fromEntries(read) };
}

export const subscription = (changes: Dates<SubscriptionRow> = {}): SubscriptionRow =>
  withDates(
    {
      ...{ id: 1, billable_id: 7, billable_type: personClass, name: 'Personal plan', paddle_id: 500 },
      ...{ paddle_status: 'active', paddle_plan: 24_749, quantity: 1 },
      ...{ trial_ends_at: null, paused_from: null, ends_at: null },
      ...{ created_at: date('2026-01-12'), updated_at: date('2026-11-12') },
    },
    changes,
  );

export const pagesOf = (paddleId: number) => ({
  paddle_cancel_url: `https://checkout.example.test/subscription/cancel?user=3&subscription=${paddleId}&hash=1`,
  paddle_update_url: `https://checkout.example.test/subscription/update?user=3&subscription=${paddleId}&hash=2`,
});

export const licence = (changes: Dates<LicenceRow> = {}): LicenceRow =>
  withDates(
    {
      ...{ id: 1, plan_id: 1, user_id: 7, key: `key-${changes.id ?? 1}`, ...pagesOf(500) },
      ...{ subscription_state: 'subscription_payment_succeeded', valid_until_at: date('2026-12-12') },
      ...{ created_at: date('2026-01-12'), updated_at: date('2026-11-12') },
    },
    changes,
  );

export const receipt = (changes: Dates<ReceiptRow> = {}): ReceiptRow =>
  withDates(
    {
      ...{
        id: 1,
        billable_id: 7,
        billable_type: personClass,
        paddle_subscription_id: 500,
        checkout_id: '9-chre',
      },
      ...{ order_id: '1-1', amount: '9.00', tax: '1.50', currency: 'USD', quantity: 1 },
      receipt_url: 'https://my.paddle.test/receipt/1-1',
      paid_at: date('2026-11-12 06:00:00'),
      ...{ created_at: date('2026-11-12 06:00:05'), updated_at: date('2026-11-12 06:00:05') },
    },
    changes,
  );
