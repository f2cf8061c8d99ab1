/**
 * Tests the twin's lists by reading weeks of its activity through the adapter: every alert, the alert history,
 * subscriptions and payments.
 */
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { classicPaddle } from '#server/platform/paddle/classic/adapter.ts';
import { PaddleRefusal, PaddleUnavailable } from '#server/platform/paddle/errors.ts';
import type { PaddleFact } from '#server/platform/paddle/facts.ts';
import { writePassthrough } from '#server/platform/paddle/passthrough.ts';
import type { Alert, PaddlePort } from '#server/platform/paddle/port.ts';
import { classicRef, type PaddleRef } from '#server/platform/paddle/reference.ts';
import { dayOf } from '#shared/dates.ts';
import { FactShape } from '#tests/rules/platform/paddle/fact-shape.ts';
import { allSubscriptions, wholeHistory } from '#tests/support/billing/paddle-lists.ts';
import { vendor } from '#tests/support/billing/twin-settings.ts';
import { monthly, seats, startTestTwin } from '#tests/support/portal/recorded-twin.ts';
import type { PaddleTwin } from '#twin/start-twin.ts';

const trial = { ...monthly, id: 24_750, name: 'Monica monthly, on trial', trialDays: 14 } as const;
const bigger = { ...seats, id: 38_002, name: 'OfficeLife yearly, bigger', usdCents: 6_000 } as const;
const poster = { ...monthly, id: 50_001, name: 'A poster', interval: null } as const;

async function startShop() {
  const { twin, webhook } = await startTestTwin({ catalogue: [monthly, trial, seats, bigger, poster] });
  const logged: string[] = [];
  const paddle = classicPaddle({
    vendorId: vendor.id,
    vendorAuthCode: vendor.authCode,
    publicKey: twin.publicKey,
    vendorsUrl: twin.vendorsUrl,
    checkoutUrl: twin.checkoutUrl,
    log: pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) }),
    now: twin.now,
    retryDelayMs: 1,
  });
  const alerts = () =>
    webhook.bodies.map((body): Alert => {
      const reading = paddle.readAlert(Buffer.from(body));
      if (reading.status === 'refused') throw new Error(reading.reason);
      return reading.alert;
    });
  return { twin, paddle, alerts, logged };
}

const buyer = (customerId: number) => ({
  email: `customer.${customerId}@example.com`,
  customerName: 'Zoë Müller 日本',
  passthrough: writePassthrough(customerId),
});

/** Simulates twelve weeks in which every kind of alert occurs except those about invoices. */
async function playLives(twin: PaddleTwin) {
  const steady = twin.subscribe({ planId: monthly.id, country: 'FR', ...buyer(1) });
  const team = twin.subscribe({ planId: seats.id, quantity: 12, country: 'JP', ...buyer(2) });
  const tried = twin.subscribe({ planId: trial.id, ...buyer(3) });
  const failing = twin.subscribe({ planId: monthly.id, card: 'fails_later', ...buyer(4) });
  const wavering = twin.subscribe({ planId: monthly.id, country: 'GB', ...buyer(5) });
  const leaving = twin.subscribe({ planId: monthly.id, ...buyer(6) });
  const posterOrder = twin.buyOnce({ planId: poster.id, quantity: 2, ...buyer(7) });
  await twin.advanceDays(5);
  twin.swapPlan(team, bigger.id);
  twin.setQuantity(team, 15);
  twin.pause(wavering);
  const orderOf = (id: number) =>
    twin.truth().subscriptions.find((one) => one.id === id)?.payments[0]?.orderId ?? '';
  twin.refund(orderOf(leaving), 'full');
  twin.cancel(leaving);
  twin.refund(orderOf(steady), 'vat');
  twin.refund(posterOrder, 'partial', { minor: 300, currency: 'USD' });
  twin.dispute(orderOf(team));
  const riskCase = twin.riskCase(orderOf(steady));
  await twin.advanceDays(40);
  twin.resume(wavering);
  twin.closeDispute(orderOf(team));
  twin.decideRisk(riskCase, 'accepted');
  const [someone] = twin.truth().subscriptions;
  twin.joinAudience(someone?.userId ?? 0);
  twin.changeEmail(someone?.userId ?? 0, 'new.address@example.com');
  twin.payOut();
  twin.setCard(failing, true);
  await twin.advanceDays(40);
  await twin.drain();
  return { steady, team, tried, failing, wavering, leaving, posterOrder };
}

const meaningOf = (paddle: PaddlePort, alert: Alert) => paddle.toFacts('classic', alert.payload);

describe("Twelve weeks of the twin's activity", () => {
  it('yield every kind of alert except invoices, each parsed as a fact or deliberately ignored', async () => {
    const { twin, paddle, alerts } = await startShop();
    await playLives(twin);
    const meanings = alerts().map((alert) => ({ name: alert.name, ...meaningOf(paddle, alert) }));
    const facts = meanings.flatMap((meaning) =>
      meaning.status === 'facts' ? meaning.facts.map((fact) => ({ name: meaning.name, fact })) : [],
    );
    for (const { name, fact } of facts) {
      expect(fact.type).toBe(name);
      expect(FactShape.parse(fact)).toEqual(fact);
    }
    const others = meanings.filter(({ status }) => status !== 'facts');
    expect(others.map(({ name, status }) => [name, status])).toEqual([
      ['transfer_created', 'ignored'],
      ['transfer_paid', 'ignored'],
    ]);
    const occurring = new Set(facts.map(({ fact }) => fact.type));
    const expected: PaddleFact['type'][] = [
      'high_risk_transaction_created',
      'high_risk_transaction_updated',
      'new_audience_member',
      'payment_dispute_closed',
      'payment_dispute_created',
      'payment_refunded',
      'payment_succeeded',
      'subscription_cancelled',
      'subscription_created',
      'subscription_payment_failed',
      'subscription_payment_refunded',
      'subscription_payment_succeeded',
      'subscription_updated',
      'update_audience_member',
    ];
    expect([...occurring].sort()).toEqual(expected);
  });

  it('appear in the alert history with the same ids, digests and facts as delivered', async () => {
    const { twin, paddle, alerts, logged } = await startShop();
    await playLives(twin);
    const delivered = alerts();
    const history = await wholeHistory(paddle, new Date('2026-01-01'));
    expect(new Set(history.map(({ alertId }) => alertId))).toEqual(
      new Set(delivered.map(({ alertId }) => alertId)),
    );
    expect(history).toHaveLength(delivered.length);
    const byId = new Map(delivered.map((alert) => [alert.alertId, alert]));
    for (const alert of history) {
      const twinOfIt = byId.get(alert.alertId);
      expect(alert.digest).toEqual(twinOfIt?.digest);
      expect(alert.occurredAt).toEqual(twinOfIt?.occurredAt);
      expect(meaningOf(paddle, alert)).toEqual(twinOfIt && meaningOf(paddle, twinOfIt));
    }
    const times = history.map(({ occurredAt }) => occurredAt?.getTime() ?? 0);
    expect(times).toEqual(times.toSorted((left, right) => left - right));
    expect(logged).toEqual([]);
  });

  it('include lost alerts in the history and duplicates only once', async () => {
    const { twin, paddle, alerts } = await startShop();
    twin.setFaults({ lose: 1 });
    twin.subscribe({ planId: monthly.id, ...buyer(1) });
    await twin.drain();
    twin.setFaults({ lose: 0, duplicate: 'same_id' });
    twin.subscribe({ planId: monthly.id, ...buyer(2) });
    await twin.drain();
    expect(alerts()).toHaveLength(4);
    const history = await wholeHistory(paddle, twin.now());
    expect(history.map(({ name }) => name)).toEqual([
      'subscription_created',
      'subscription_payment_succeeded',
      'subscription_created',
      'subscription_payment_succeeded',
    ]);
  });

  it("list the same subscriptions and payments as the twin's own state", async () => {
    const { twin, paddle, logged } = await startShop();
    const lives = await playLives(twin);
    const truth = twin.truth();
    const found = await allSubscriptions(paddle);
    const believed = truth.subscriptions.map((one) => ({
      ref: classicRef('subscription', one.id),
      planId: one.planId,
      paddleUserId: one.userId,
      email: one.email,
      status: one.status,
      quantity: one.quantity,
      signedUpOn: dayOf(one.signedUpAt),
      nextBillOn: one.nextBillDate,
      pausedFrom: one.pausedFrom,
      pausedReason: one.pausedReason,
    }));
    const told = found.map(({ nextPayment, lastPayment: _last, updateUrl, cancelUrl, ...one }) => {
      expect(updateUrl).toMatch(/^http/);
      expect(cancelUrl).toMatch(/^http/);
      return { ...one, nextBillOn: nextPayment?.on ?? null };
    });
    const byId = (one: { ref: PaddleRef }, other: { ref: PaddleRef }) =>
      Number(one.ref.id) - Number(other.ref.id);
    expect(told.toSorted(byId)).toEqual(believed.toSorted(byId));
    expect(new Set(found.map(({ status }) => status))).toContain('deleted');

    for (const one of truth.subscriptions) {
      const [alone] = await paddle.subscriptions({ ref: classicRef('subscription', one.id) });
      expect(alone).toEqual(found.find(({ ref }) => ref.id === String(one.id)));
      expect(await paddle.payments(classicRef('subscription', one.id))).toEqual(
        one.payments.map((payment) => ({
          paymentId: payment.id,
          ref: classicRef('subscription', one.id),
          amount: payment.amount,
          paidOn: dayOf(payment.paidAt),
          receiptUrl: payment.receiptUrl,
        })),
      );
      const last = one.payments.at(-1);
      expect(alone?.lastPayment).toEqual(last ? { amount: last.amount, on: dayOf(last.paidAt) } : null);
    }
    expect((await paddle.payments(classicRef('subscription', lives.steady))).length).toBeGreaterThan(1);
    expect(logged).toEqual([]);
  });

  it('list hundreds of subscriptions and their alerts to the last page', async () => {
    const { twin, paddle } = await startShop();
    twin.setFaults({ hold: true });
    const ids = Array.from({ length: 205 }, (_, index) =>
      twin.subscribe({ planId: monthly.id, ...buyer(1 + index) }),
    );
    const found = await allSubscriptions(paddle);
    expect(found.map(({ ref }) => Number(ref.id))).toEqual(ids);
    expect(await wholeHistory(paddle, twin.now())).toHaveLength(410);
  });
});

describe('A subscription at the twin', () => {
  it('is cancelled immediately, and cancelling it again or an unknown one succeeds', async () => {
    const { twin, paddle, alerts } = await startShop();
    const id = twin.subscribe({ planId: monthly.id, ...buyer(1) });
    await paddle.cancelSubscription(classicRef('subscription', id));
    await paddle.cancelSubscription(classicRef('subscription', id));
    await paddle.cancelSubscription(classicRef('subscription', 999_999));
    await twin.drain();
    expect(await paddle.subscriptions({ ref: classicRef('subscription', id) })).toMatchObject([
      { status: 'deleted', nextPayment: null },
    ]);
    expect(await paddle.subscriptions({ ref: classicRef('subscription', 999_999) })).toEqual([]);
    expect(await paddle.payments(classicRef('subscription', 999_999))).toEqual([]);
    expect(alerts().filter(({ name }) => name === 'subscription_cancelled')).toHaveLength(1);
  });

  it('stays active when cancelling fails during invoice processing (146)', async () => {
    const { twin, paddle } = await startShop();
    const id = twin.subscribe({ planId: monthly.id, ...buyer(1) });
    twin.setFaults({ errors: [146] });
    const refusal: unknown = await paddle
      .cancelSubscription(classicRef('subscription', id))
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(PaddleRefusal);
    expect(refusal).toMatchObject({ paddleCode: 146 });
    expect(await paddle.subscriptions({ ref: classicRef('subscription', id) })).toMatchObject([
      { status: 'active' },
    ]);
    await paddle.cancelSubscription(classicRef('subscription', id));
  });

  it.each([
    ['all of it', null, { kind: 'full', amount: { minor: 900, currency: 'USD' } }],
    ['a part', { minor: 250, currency: 'USD' }, { kind: 'partial', amount: { minor: 250, currency: 'USD' } }],
  ])("refunds %s after Paddle's review", async (_, amount, expected) => {
    const { twin, paddle, alerts } = await startShop();
    twin.subscribe({ planId: monthly.id, ...buyer(1) });
    const [payment] = twin.truth().subscriptions.flatMap(({ payments }) => payments);
    const orderId = payment?.orderId ?? '';
    await paddle.refundPayment({ orderId, amount, reason: 'Bought twice' });
    await twin.drain();
    expect(alerts().map(({ name }) => name)).not.toContain('subscription_payment_refunded');
    await twin.advanceDays(2);
    const refund = alerts().find(({ name }) => name === 'subscription_payment_refunded');
    expect(refund && meaningOf(paddle, refund)).toMatchObject({
      facts: [{ ...expected, orderId, paymentId: payment?.id, reason: 'Bought twice' }],
    });
  });

  it('rejects a refund above the amount paid or for an unknown order', async () => {
    const { twin, paddle } = await startShop();
    twin.subscribe({ planId: monthly.id, ...buyer(1) });
    const [payment] = twin.truth().subscriptions.flatMap(({ payments }) => payments);
    const tooMuch = { orderId: payment?.orderId ?? '', amount: { minor: 901, currency: 'USD' }, reason: '' };
    await expect(paddle.refundPayment(tooMuch)).rejects.toMatchObject({ paddleCode: 129 });
    const nowhere = { orderId: '4711-1', amount: null, reason: '' };
    await expect(paddle.refundPayment(nowhere)).rejects.toMatchObject({ paddleCode: 110 });
  });
});

describe('A failing twin', () => {
  it('is retried after a rate limit or an internal error', async () => {
    const { twin, paddle } = await startShop();
    const id = twin.subscribe({ planId: monthly.id, ...buyer(1) });
    twin.setFaults({ rateLimited: 1, errors: [120] });
    expect(await paddle.subscriptions({ ref: classicRef('subscription', id) })).toHaveLength(1);
  });

  it('throws PaddleUnavailable while down and works again once it is up', async () => {
    const { twin, paddle } = await startShop();
    const id = twin.subscribe({ planId: monthly.id, ...buyer(1) });
    twin.setFaults({ down: true });
    await expect(allSubscriptions(paddle)).rejects.toBeInstanceOf(PaddleUnavailable);
    await expect(wholeHistory(paddle, twin.now())).rejects.toBeInstanceOf(PaddleUnavailable);
    await expect(paddle.cancelSubscription(classicRef('subscription', id))).rejects.toBeInstanceOf(
      PaddleUnavailable,
    );
    twin.setFaults({ down: false });
    expect(await allSubscriptions(paddle)).toMatchObject([{ status: 'active' }]);
    await paddle.cancelSubscription(classicRef('subscription', id));
    expect(await allSubscriptions(paddle)).toMatchObject([{ status: 'deleted' }]);
  });

  it('sends simulator alerts that parse as facts, malformed or ignored', async () => {
    const { twin, paddle, alerts } = await startShop();
    twin.setFaults({ nonsense: true });
    await playLives(twin);
    const meanings = alerts().map((alert) => meaningOf(paddle, alert));
    expect(meanings.filter(({ status }) => status === 'malformed').length).toBeGreaterThan(0);
    for (const meaning of meanings) {
      if (meaning.status === 'facts')
        for (const fact of meaning.facts) expect(FactShape.parse(fact)).toEqual(fact);
      else expect(['malformed', 'ignored']).toContain(meaning.status);
    }
  });
});
