/** Fields that several samples of alerts share. */
import { writePassthrough } from '#server/platform/paddle/passthrough.ts';

export const common = {
  alert_id: '1790992',
  event_time: '2026-11-23 15:01:13',
  email: 'amelie@example.com',
  marketing_consent: '0',
  passthrough: writePassthrough(7),
  p_signature: 'c2lnbmVk',
};
export const ofSubscription = {
  ...common,
  subscription_id: '264546',
  subscription_plan_id: '29418',
  user_id: '176032',
  checkout_id: '675737-chre19a993fdd63-1c4273c652',
  currency: 'EUR',
};
export const pages = {
  update_url: 'https://pay.example.com/subscription/264546/hash/ea6e498c/update',
  cancel_url: 'https://pay.example.com/subscription/264546/hash/ea6e498c/cancel',
};
export const refund = {
  order_id: '317366-1864142',
  amount: '25.00',
  gross_refund: '25',
  tax_refund: '4.17',
  fee_refund: '1.75',
  earnings_decrease: '19.08',
  balance_currency: 'GBP',
  balance_gross_refund: '21.3',
  balance_earnings_decrease: '-3.56',
  refund_type: 'full',
  refund_reason: 'Bought twice',
  quantity: '12',
};
export const receipt = 'https://my.example.com/receipt/317366-1864142/675737';
