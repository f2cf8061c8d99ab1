/**
 * Tests that the twin's account follows Paddle's rules (docs/paddle-classic.md, "Vendor API"): trials, dunning, pauses,
 * plan changes, refunds, disputes and risk cases.
 */
import { describe, expect, it } from 'vitest';
import { plans, type QuietTwin, quietTwin } from './support.ts';

const buyer = { email: 'ada@example.com', passthrough: '{"billable_id":1}' };
const subscribe = (twin: QuietTwin, planId: number, more: object = {}) =>
  twin.subscribe({ planId, ...buyer, ...more });
const last = (twin: QuietTwin) => twin.alerts.at(-1)?.fields ?? {};
const orderOf = (twin: QuietTwin) => twin.only().payments[0]?.orderId ?? '';

describe('A trial', () => {
  it('starts without a payment, is charged at its end and becomes active', () => {
    const twin = quietTwin();
    subscribe(twin, plans.trial.id);
    expect(twin.names()).toEqual(['subscription_created']);
    expect(last(twin)).toMatchObject({ status: 'trialing', next_bill_date: '2027-02-14' });
    expect(twin.only()).toMatchObject({ status: 'trialing', paidThrough: '2027-02-14', payments: [] });
    twin.pass(14);
    expect(twin.names().slice(1)).toEqual(['subscription_payment_succeeded', 'subscription_updated']);
    expect(twin.alerts[1]?.fields).toMatchObject({ initial_payment: '1', next_bill_date: '2027-03-14' });
    expect(twin.steps()).toEqual(['trialing → active']);
    twin.pass(28);
    expect(twin.only()).toMatchObject({ status: 'active', nextBillDate: '2027-04-14' });
  });

  it('becomes past due when the card is declined', () => {
    const twin = quietTwin();
    subscribe(twin, plans.trial.id, { card: 'fails_later' });
    twin.pass(14);
    expect(twin.steps()).toEqual(['trialing → past_due']);
    expect(twin.only()).toMatchObject({ paidThrough: '2027-02-14', nextBillDate: '2027-02-17' });
  });

  it('allows a cancellation but no change of plan or seats', () => {
    const twin = quietTwin();
    const id = subscribe(twin, plans.trial.id);
    expect(twin.swapPlan(id, plans.monthly.id)).toMatchObject({ status: 'refused' });
    expect(twin.setQuantity(id, 2)).toMatchObject({ status: 'refused' });
    twin.cancel(id);
    expect(last(twin)).toMatchObject({ status: 'deleted', cancellation_effective_date: '2027-02-14' });
  });
});

describe('A failed renewal', () => {
  const days = (twin: QuietTwin) =>
    twin.alerts
      .filter(({ name }) => name === 'subscription_payment_failed')
      .map(({ fields, at }) => [
        at.toISOString().slice(0, 10),
        fields.attempt_number,
        fields.next_retry_date,
      ]);

  it('is retried after 3, 5 and 7 days, then pauses the subscription unpaid', () => {
    const twin = quietTwin();
    subscribe(twin, plans.monthly.id, { card: 'fails_later' });
    twin.pass(60);
    expect(days(twin)).toEqual([
      ['2027-02-28', '1', '2027-03-03'],
      ['2027-03-03', '2', '2027-03-08'],
      ['2027-03-08', '3', '2027-03-15'],
      ['2027-03-15', '4', ''],
    ]);
    expect(twin.steps()).toEqual(['active → past_due', 'past_due → paused']);
    expect(last(twin)).toMatchObject({ paused_reason: 'delinquent', paused_from: '2027-03-15 00:00:00' });
    expect(twin.only()).toMatchObject({ status: 'paused', paidThrough: '2027-02-28', nextBillDate: null });
  });

  it('cancels the subscription as of the last paid day when the account is set to cancel', () => {
    const twin = quietTwin({ dunning: { retryAfterDays: [1], lastly: 'cancel' } });
    subscribe(twin, plans.monthly.id, { card: 'fails_later' });
    twin.pass(40);
    expect(days(twin)).toEqual([
      ['2027-02-28', '1', '2027-03-01'],
      ['2027-03-01', '2', ''],
    ]);
    expect(last(twin)).toMatchObject({ status: 'deleted', cancellation_effective_date: '2027-02-28' });
  });

  it('becomes active when a retry succeeds, and keeps its billing date', () => {
    const twin = quietTwin();
    const id = subscribe(twin, plans.monthly.id);
    twin.failNextRenewals(id, 2);
    twin.pass(29);
    expect(last(twin)).toMatchObject({
      old_status: 'active',
      status: 'past_due',
      old_next_bill_date: '2027-02-28',
      next_bill_date: '2027-03-03',
    });
    twin.pass(10);
    expect(twin.names().slice(-2)).toEqual(['subscription_payment_succeeded', 'subscription_updated']);
    expect(last(twin)).toMatchObject({
      old_status: 'past_due',
      status: 'active',
      next_bill_date: '2027-03-31',
    });
    const [failed, paid] = ['subscription_payment_failed', 'subscription_payment_succeeded'].map(
      (name) => twin.alerts.findLast((alert) => alert.name === name)?.fields,
    );
    expect(paid?.subscription_payment_id).toBe(failed?.subscription_payment_id);
    expect(paid?.order_id).toBe(failed?.order_id);
  });

  it('is charged at once with a new card, even after a pause for non-payment', () => {
    const twin = quietTwin();
    const id = subscribe(twin, plans.monthly.id, { card: 'fails_later' });
    twin.pass(30);
    twin.setCard(id, true);
    expect(twin.only()).toMatchObject({ status: 'active', paidThrough: '2027-03-31' });
    twin.setCard(id, false);
    twin.pass(60);
    expect(twin.only().status).toBe('paused');
    twin.setCard(id, true);
    expect(twin.only()).toMatchObject({ status: 'active', pausedFrom: null });
  });

  it('allows a pause but no change of plan or seats', () => {
    const twin = quietTwin();
    const id = subscribe(twin, plans.seats.id, { card: 'fails_later' });
    twin.pass(29);
    expect(twin.setQuantity(id, 3)).toMatchObject({ code: 146 });
    expect(twin.swapPlan(id, plans.seatsYearly.id, { billImmediately: true })).toMatchObject({ code: 146 });
    expect(twin.pause(id)).toEqual({ status: 'done' });
    twin.pass(3);
    expect(twin.steps()).toEqual(['active → past_due', 'past_due → past_due', 'past_due → paused']);
  });
});

describe('A pause', () => {
  it('is announced, can be undone, and starts at the next billing date without a payment', () => {
    const twin = quietTwin();
    const id = subscribe(twin, plans.monthly.id);
    twin.pause(id);
    expect(last(twin)).toMatchObject({
      status: 'active',
      paused_reason: 'voluntary',
      paused_from: '2027-02-28 00:00:00',
    });
    expect(twin.only()).toMatchObject({ status: 'active', pausedFrom: '2027-02-28' });
    twin.resume(id);
    expect(last(twin)).not.toHaveProperty('paused_from');
    twin.pause(id);
    twin.pass(90);
    expect(twin.only()).toMatchObject({ status: 'paused', paidThrough: '2027-02-28', nextBillDate: null });
    expect(twin.only().payments).toHaveLength(1);
  });

  it('ends with an immediate charge and two updates within one second', () => {
    const twin = quietTwin();
    const id = subscribe(twin, plans.monthly.id);
    twin.pause(id);
    twin.pass(50);
    expect(twin.setQuantity(id, 2)).toMatchObject({ status: 'refused' });
    const before = twin.alerts.length;
    expect(twin.resume(id)).toEqual({ status: 'done' });
    const told = twin.alerts.slice(before);
    expect(told.map(({ name, fields }) => [name, fields.old_status, fields.status])).toEqual([
      ['subscription_updated', 'paused', 'past_due'],
      ['subscription_payment_succeeded', undefined, 'active'],
      ['subscription_updated', 'past_due', 'active'],
    ]);
    expect(new Set(told.map(({ fields }) => fields.event_time)).size).toBe(1);
    expect(twin.only()).toMatchObject({ paidThrough: '2027-04-22', nextBillDate: '2027-04-22' });
  });

  it('continues without an alert when the card is declined on resume (147)', () => {
    const twin = quietTwin();
    const id = subscribe(twin, plans.monthly.id, { card: 'fails_later' });
    twin.pause(id);
    twin.pass(50);
    const before = twin.alerts.length;
    expect(twin.resume(id)).toMatchObject({ status: 'refused', code: 147 });
    expect([twin.alerts.length, twin.only().status]).toEqual([before, 'paused']);
  });
});

describe('A change of plan', () => {
  it('within the interval keeps the billing date and prorates when billed immediately', () => {
    const twin = quietTwin();
    const id = subscribe(twin, plans.monthly.id);
    twin.pass(14);
    twin.swapPlan(id, plans.seats.id, { billImmediately: true });
    // The new plan is cheaper. Nothing is charged now, and the difference becomes a credit for the next payment.
    expect(twin.names().at(-1)).toBe('subscription_updated');
    expect(last(twin)).toMatchObject({
      subscription_plan_id: String(plans.seats.id),
      old_subscription_plan_id: String(plans.monthly.id),
      next_bill_date: '2027-02-28',
      new_quantity: '1',
      new_unit_price: '4.00',
      old_unit_price: '9.00',
    });
    expect(last(twin)).not.toHaveProperty('quantity');
    twin.pass(14);
    expect(last(twin)).toMatchObject({ sale_gross: '1.50', next_payment_amount: '4.00' });
    twin.setQuantity(id, 5, { billImmediately: true });
    expect(last(twin)).toMatchObject({ sale_gross: '16.00', next_bill_date: '2027-03-31', quantity: '5' });
  });

  it('to another interval must be billed immediately (148) and starts a new period', () => {
    const twin = quietTwin();
    const id = subscribe(twin, plans.monthly.id);
    twin.pass(14);
    expect(twin.swapPlan(id, plans.yearly.id)).toMatchObject({ code: 148 });
    expect(twin.alerts).toHaveLength(2);
    twin.swapPlan(id, plans.yearly.id, { billImmediately: true });
    expect(last(twin)).toMatchObject({ sale_gross: '85.50', next_bill_date: '2028-02-14' });
    expect(twin.alerts.at(-2)?.fields).not.toHaveProperty('new_quantity');
    twin.pass(365);
    expect(last(twin)).toMatchObject({ sale_gross: '90.00', next_bill_date: '2029-02-14' });
  });

  it('is refused for a declined card (147), an invalid target or an ended subscription (119)', () => {
    const twin = quietTwin();
    const id = subscribe(twin, plans.seats.id, { quantity: 3 });
    twin.setCard(id, false);
    const alerts = twin.alerts.length;
    expect(twin.swapPlan(id, plans.seatsYearly.id, { billImmediately: true })).toMatchObject({ code: 147 });
    expect(twin.swapPlan(id, plans.monthly.id)).toMatchObject({ status: 'refused' });
    expect(twin.swapPlan(id, plans.once.id)).toMatchObject({ code: 141 });
    expect(twin.swapPlan(1, plans.monthly.id)).toMatchObject({ code: 119 });
    expect(twin.only()).toMatchObject({ planId: plans.seats.id, quantity: 3 });
    expect(twin.alerts).toHaveLength(alerts);
    twin.cancel(id);
    expect(twin.setQuantity(id, 4)).toMatchObject({ code: 119 });
    expect(twin.cancel(id)).toMatchObject({ code: 119 });
  });

  it('carries an amount of up to 70 cents over to the next payment', () => {
    const twin = quietTwin();
    const id = subscribe(twin, plans.seats.id);
    twin.pass(26);
    twin.setQuantity(id, 2, { billImmediately: true });
    expect(twin.names().at(-1)).toBe('subscription_updated');
    twin.pass(3);
    expect(last(twin)).toMatchObject({ sale_gross: '8.29' });
  });
});

describe('A refund', () => {
  it("in full, in part or of tax alone doesn't end the subscription", () => {
    const twin = quietTwin();
    subscribe(twin, plans.monthly.id, { country: 'FR' });
    twin.refund(orderOf(twin), 'vat');
    expect(last(twin)).toMatchObject({ refund_type: 'vat', gross_refund: '1.66', tax_refund: '1.66' });
    expect(Number(last(twin).balance_earnings_decrease)).toBeLessThan(0);
    expect(twin.only().payments[0]?.refunded).toBe('no');
    // A refund of type "full" that is smaller than the remaining amount counts as a partial one.
    twin.refund(orderOf(twin), 'full', { minor: 300, currency: 'EUR' });
    expect(last(twin)).toMatchObject({ refund_type: 'partial', amount: '3.00' });
    expect(twin.only().payments[0]?.refunded).toBe('partial');
    twin.refund(orderOf(twin), 'full');
    expect(last(twin)).toMatchObject({ refund_type: 'full', amount: '5.28' });
    expect(twin.only()).toMatchObject({ status: 'active', payments: [{ refunded: 'full' }] });
    expect(twin.refund(orderOf(twin), 'partial', { minor: 1, currency: 'EUR' })).toMatchObject({ code: 129 });
    expect(twin.refund('4711-1', 'full')).toMatchObject({ code: 110 });
  });

  it('of a single purchase sends an alert without a subscription', () => {
    const twin = quietTwin();
    const orderId = twin.buyOnce({ planId: plans.once.id, ...buyer, quantity: 2 });
    expect(last(twin)).toMatchObject({
      product_id: String(plans.once.id),
      quantity: '2',
      sale_gross: '40.00',
    });
    twin.refund(orderId, 'full');
    expect(twin.names()).toEqual(['payment_succeeded', 'payment_refunded']);
    expect(twin.truth().oneOffs).toMatchObject([{ orderId, refunded: 'full', paidThrough: null, id: null }]);
  });
});

describe('Disputes, risk cases and buyers', () => {
  it("disputes and risk cases send alerts and don't end the subscription", () => {
    const twin = quietTwin();
    subscribe(twin, plans.monthly.id);
    twin.dispute(orderOf(twin));
    expect(last(twin)).toMatchObject({ status: 'open', amount: '9.00', fee_usd: '15.00' });
    twin.closeDispute(orderOf(twin));
    expect(last(twin)).toMatchObject({ status: 'closed' });
    expect(twin.closeDispute(orderOf(twin))).toMatchObject({ status: 'refused' });
    const caseId = twin.riskCase(orderOf(twin));
    expect(last(twin)).toMatchObject({ status: 'pending', case_id: String(caseId) });
    expect(last(twin)).not.toHaveProperty('order_id');
    twin.decideRisk(caseId, 'rejected');
    expect(last(twin)).toMatchObject({ status: 'rejected', order_id: orderOf(twin) });
    expect(twin.only()).toMatchObject({ status: 'active', payments: [{ dispute: 'closed' }] });
  });

  it('a changed e-mail address is announced and used in later alerts for the same buyer', () => {
    const twin = quietTwin();
    subscribe(twin, plans.monthly.id);
    const { userId } = twin.only();
    twin.joinAudience(userId);
    twin.changeEmail(userId, 'countess@example.com');
    expect(last(twin)).toMatchObject({
      old_customer_email: 'ada@example.com',
      new_customer_email: 'countess@example.com',
      new_marketing_consent: '1',
    });
    twin.pass(30);
    expect(last(twin)).toMatchObject({ email: 'countess@example.com', user_id: String(userId) });
    subscribe(twin, plans.monthly.id, { email: 'Countess@Example.com' });
    subscribe(twin, plans.monthly.id, { email: 'ada@example.com' });
    expect(twin.truth().subscriptions.map((one) => one.userId === userId)).toEqual([true, true, false]);
    twin.payOut();
    expect(twin.names().slice(-2)).toEqual(['transfer_created', 'transfer_paid']);
  });
});

describe('A purchase scheduled for later', () => {
  it('has its ID at once and takes place at the given time', () => {
    const twin = quietTwin();
    const id = subscribe(twin, plans.monthly.id, { at: new Date('2027-02-10T08:30:00Z') });
    expect(twin.truth().subscriptions).toEqual([]);
    twin.pass(20);
    expect(twin.only()).toMatchObject({ id, signedUpAt: new Date('2027-02-10T08:30:00Z') });
    expect(last(twin)).toMatchObject({ event_time: '2027-02-10 08:30:00' });
    expect(() => subscribe(twin, 999)).toThrow(/sells no plan 999/);
  });
});
