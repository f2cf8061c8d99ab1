/** Builds alerts with realistic fields, which each test overrides as needed. */

const common = {
  checkout_id: '675737-chre19a993fdd63-1c4273c652',
  currency: 'USD',
  email: 'buyer@example.test',
  event_time: '2026-01-12 09:14:00',
  marketing_consent: '0',
  passthrough: '',
  quantity: '1',
  status: 'active',
  subscription_id: '502198',
  subscription_plan_id: '24749',
  unit_price: '9.00',
  user_id: '88001',
};

export const passthroughOf = (userId: number): string =>
  JSON.stringify({ subscription_name: 'main', billable_id: userId, billable_type: 'App\\Models\\User' });

export const createdAlert = (changes: Record<string, string> = {}): Record<string, string> => ({
  ...common,
  alert_name: 'subscription_created',
  cancel_url:
    'https://checkout.example.test/subscription/cancel?user=88001&subscription=502198&hash=3ae43cd642290f09',
  linked_subscriptions: '',
  next_bill_date: '2026-02-12',
  source: '',
  update_url:
    'https://checkout.example.test/subscription/update?user=88001&subscription=502198&hash=27f4ec31db009ccc',
  ...changes,
});

export const paymentAlert = (changes: Record<string, string> = {}): Record<string, string> => ({
  ...common,
  alert_name: 'subscription_payment_succeeded',
  balance_currency: 'USD',
  balance_earnings: '8.05',
  balance_fee: '0.95',
  balance_gross: '9',
  balance_tax: '0.00',
  country: 'US',
  coupon: '',
  customer_name: ' Nora  Lindqvist ',
  earnings: '8.05',
  event_time: '2026-01-12 09:14:05',
  fee: '0.95',
  initial_payment: '1',
  instalments: '1',
  next_bill_date: '2026-02-12',
  next_payment_amount: '9',
  order_id: '317366-1864142',
  payment_method: 'card',
  payment_tax: '0',
  plan_name: 'Monica monthly',
  receipt_url: 'https://my.example.test/receipt/317366-1864142/1',
  sale_gross: '9',
  subscription_payment_id: '770011',
  ...changes,
});

/** By default, Paddle moved the next charge, and nothing else changed. */
export const updatedAlert = (changes: Record<string, string> = {}): Record<string, string> => ({
  ...common,
  alert_name: 'subscription_updated',
  cancel_url:
    'https://checkout.example.test/subscription/cancel?user=88001&subscription=502198&hash=3ae43cd642290f09',
  event_time: '2026-01-20 09:00:00',
  linked_subscriptions: '',
  new_price: '9.00',
  new_quantity: '1',
  new_unit_price: '9.00',
  next_bill_date: '2026-02-12',
  old_next_bill_date: '2026-02-12',
  old_price: '9.00',
  old_quantity: '1',
  old_status: 'active',
  old_subscription_plan_id: '24749',
  old_unit_price: '9.00',
  update_url:
    'https://checkout.example.test/subscription/update?user=88001&subscription=502198&hash=27f4ec31db009ccc',
  ...changes,
});

export const cancelledAlert = (changes: Record<string, string> = {}): Record<string, string> => ({
  ...common,
  alert_name: 'subscription_cancelled',
  cancellation_effective_date: '2026-02-12',
  event_time: '2026-01-20 18:00:00',
  status: 'deleted',
  ...changes,
});

export const failedAlert = (changes: Record<string, string> = {}): Record<string, string> => ({
  ...common,
  alert_name: 'subscription_payment_failed',
  amount: '9.00',
  attempt_number: '1',
  cancel_url:
    'https://checkout.example.test/subscription/cancel?user=88001&subscription=502198&hash=3ae43cd642290f09',
  event_time: '2026-02-12 09:00:00',
  instalments: '2',
  next_retry_date: '2026-02-15',
  order_id: '317366-1864190',
  status: 'past_due',
  subscription_payment_id: '770012',
  update_url:
    'https://checkout.example.test/subscription/update?user=88001&subscription=502198&hash=27f4ec31db009ccc',
  ...changes,
});

export const refundAlert = (changes: Record<string, string> = {}): Record<string, string> => ({
  ...common,
  alert_name: 'subscription_payment_refunded',
  amount: '9.00',
  event_time: '2026-01-13 09:00:00',
  fee_refund: '0.00',
  gross_refund: '9.00',
  initial_payment: '1',
  instalments: '1',
  order_id: '317366-1864142',
  refund_reason: '',
  refund_type: 'full',
  subscription_payment_id: '770011',
  tax_refund: '0.00',
  ...changes,
});
