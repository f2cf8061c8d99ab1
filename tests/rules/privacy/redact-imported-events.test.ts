/** Tests that an erasure leaves nothing of a person in what was imported about their purchases. */
import { expect, it } from 'vitest';
import { redactEvent } from '#server/features/privacy/erasure/redact-event.ts';
import { planImport } from '#server/features/takeover/billing/plan-import.ts';
import { licence, now, plans, receipt, subscription } from '#tests/rules/takeover/billing/php-rows.ts';

const paddle = {
  redactAlert: () => ({}),
  toFacts: () => ({ status: 'unknown' }) as const,
};

it('Of imported purchases, the account and all addresses of Paddle’s pages are removed, and the amounts stay', () => {
  const oneOff = receipt({ id: 2, order_id: '1-2', paddle_subscription_id: null });
  const rows = { subscriptions: [subscription()], licences: [licence()], receipts: [receipt(), oneOff] };
  const { events } = planImport(7, rows, { plans, now });
  expect(events).toHaveLength(2);
  for (const { event } of events) {
    const { type, ...payload } = event;
    const redacted = redactEvent(paddle, { type, payload, state: 'applied' });
    const text = JSON.stringify(redacted.payload);
    expect(text).not.toContain('https:');
    expect(text).toContain('"billableId":null');
    expect(text).toContain('"minor":900');
    expect(redacted.state).toBe('applied');
  }
});
