/** Tests how a person resolves flags and requests refunds from Paddle. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { resolveFlag } from '#server/features/billing/decisions/resolve-flag.ts';
import { type RequestRefund, requestRefund } from '#server/features/billing/refunds/request-refund.ts';
import { paymentAlert, updatedAlert } from '#tests/support/billing/alerts.ts';
import { statementsOf } from '#tests/support/database/statements.ts';
import { newRequestId } from '#tests/support/people/changing-customer.ts';
import { useLicensedPortal } from '#tests/support/portal/licensed-portal.ts';

const shop = useLicensedPortal();

const by = 'command line';

const because = { by, reason: 'A good reason' } as const;

type Wanted = Pick<RequestRefund, 'orderId' | 'amount' | 'reason'>;

/** Asks for a refund, as the command does. */
const refundPayment = (using: typeof shop.deps, wanted: Wanted) =>
  requestRefund(using, { ...wanted, customerId: null, administratorId: null, requestId: newRequestId() });

const dispute = (changes: Record<string, string> = {}) => ({
  alert_name: 'payment_dispute_created',
  event_time: '2026-01-13 10:00:00',
  order_id: '317366-1864142',
  amount: '9',
  currency: 'USD',
  fee_usd: '15',
  status: 'open',
  email: 'buyer@example.test',
  checkout_id: '675737-chre19a993fdd63-1c4273c652',
  marketing_consent: '0',
  passthrough: '',
  ...changes,
});

describe('Flags', () => {
  const reference = 'dispute:317366-1864142';

  it('are raised by a dispute, end no licence, and come back when the dispute closes', async () => {
    await shop.portal.alert(dispute());
    expect(await shop.ping(await shop.key())).toBe('200 2026-02-13');
    expect(await shop.deps.flags.list()).toMatchObject([{ reference, kind: 'dispute', resolvedAt: null }]);
    shop.portal.setNow('2026-01-20T09:00:00Z');
    expect(await resolveFlag(shop.deps, { reference, ...because })).toMatchObject({
      status: 'done',
      flag: { reference, resolvedAt: new Date('2026-01-20T09:00:00Z') },
    });
    expect(await shop.deps.flags.list()).toEqual([]);
    await shop.portal.alert(
      dispute({ alert_name: 'payment_dispute_closed', status: 'closed', event_time: '2026-01-21 10:00:00' }),
    );
    expect(await shop.deps.flags.list()).toMatchObject([
      { reference, detail: expect.stringContaining('closed') },
    ]);
    expect(await shop.ping(await shop.key())).toBe('200 2026-02-13');
  });

  it('are raised by a dispute without looking for open changes, which only alerts of subscriptions settle', async () => {
    const aboutChanges = async (alert: Record<string, string>) =>
      // E-mails that are sent meanwhile read other changes.
      (await statementsOf(() => shop.portal.alert(alert))).filter((sql) =>
        sql.includes('FROM subscription_changes WHERE open_stream IN'),
      );
    expect(await aboutChanges(dispute())).toEqual([]);
    expect(await shop.deps.flags.list()).toHaveLength(1);
    expect(await aboutChanges(updatedAlert())).toHaveLength(1);
  });

  it('can be resolved even when Paddle’s clock is ahead', async () => {
    await shop.portal.alert(dispute());
    expect(await resolveFlag(shop.deps, { reference, ...because })).toMatchObject({
      flag: { resolvedAt: new Date('2026-01-13T10:00:00.001Z') },
    });
    expect(await shop.deps.flags.list()).toEqual([]);
  });

  it('can’t be resolved twice, without a reason, or when unknown', async () => {
    await shop.portal.alert(dispute());
    expect(await resolveFlag(shop.deps, { reference, by, reason: '' })).toMatchObject({
      reason: 'no_reason',
    });
    expect(await resolveFlag(shop.deps, { reference: 'dispute:1', ...because })).toMatchObject({
      reason: 'unknown_flag',
    });
    await resolveFlag(shop.deps, { reference, ...because });
    expect(await resolveFlag(shop.deps, { reference, ...because })).toMatchObject({
      reason: 'already_resolved',
    });
    expect(await shop.decisions()).toHaveLength(1);
  });
});

describe('Requesting a refund from Paddle', () => {
  const orderId = '317366-1864142';

  /** Starts a fake Paddle that records its requests and always responds with `answer`. */
  async function paddle(answer: object = { success: true, response: { refund_request_id: 12 } }) {
    const asked: Record<string, string>[] = [];
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      asked.push({ path: request.url ?? '', ...Object.fromEntries(new URLSearchParams(body)) });
      response.end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    const { port } = server.address() as AddressInfo;
    return { asked, using: shop.build({ vendorsUrl: `http://127.0.0.1:${port}/api/2.0` }) };
  }
  const usd = (minor: number) => ({ minor, currency: 'USD' });
  const refunded = (type: string, gross: string) => ({
    ...paymentAlert(shop.ours),
    alert_name: 'subscription_payment_refunded',
    event_time: '2026-01-14 10:00:00',
    refund_type: type,
    refund_reason: 'asked for',
    amount: gross,
    gross_refund: gross,
    tax_refund: '0',
    fee_refund: '0',
    earnings_decrease: gross,
  });

  it('in full leaves the licence unchanged until Paddle has refunded the payment', async () => {
    const { asked, using } = await paddle();
    expect(await refundPayment(using, { orderId, amount: null, reason: 'Wanted' })).toMatchObject({
      status: 'stored',
      refund: { amount: usd(900), state: 'pending' },
    });
    expect(asked).toMatchObject([{ path: '/api/2.0/payment/refund', order_id: orderId, reason: 'Wanted' }]);
    expect(asked[0]).not.toHaveProperty('amount');
    expect(await shop.ping(await shop.key())).toBe('200 2026-02-13');
    shop.portal.setNow('2026-01-14T11:00:00Z');
    expect((await shop.portal.alert(refunded('full', '9'))).status).toBe(200);
    expect(await shop.ping(await shop.key())).toBe('410 refunded');
    expect(await refundPayment(using, { orderId, amount: null, reason: 'Again' })).toEqual({
      status: 'refused',
      reason: 'nothing_left',
    });
  });

  it('in part limits later requests to the remaining amount', async () => {
    const { asked, using } = await paddle();
    await refundPayment(using, { orderId, amount: usd(400), reason: 'Late' });
    await shop.portal.alert(refunded('partial', '4'));
    expect(await refundPayment(using, { orderId, amount: usd(501), reason: 'x' })).toEqual({
      status: 'refused',
      reason: 'wrong_amount',
      left: usd(500),
    });
    expect(await refundPayment(using, { orderId, amount: null, reason: 'x' })).toMatchObject({
      status: 'stored',
      refund: { amount: usd(500), state: 'pending' },
    });
    expect(asked.map(({ amount }) => amount)).toEqual(['4.00', '5.00']);
  });

  it('requests no more than remains after a VAT refund and a partial one', async () => {
    const { asked, using } = await paddle();
    await shop.portal.alert(refunded('vat', '1.5'));
    await shop.portal.alert({ ...refunded('partial', '3'), event_time: '2026-01-14 10:00:01' });
    expect(await refundPayment(using, { orderId, amount: usd(451), reason: 'x' })).toEqual({
      status: 'refused',
      reason: 'wrong_amount',
      left: usd(450),
    });
    expect(await refundPayment(using, { orderId, amount: null, reason: 'x' })).toMatchObject({
      status: 'stored',
      refund: { amount: usd(450), state: 'pending' },
    });
    expect(asked.map(({ amount }) => amount)).toEqual(['4.50']);
    await shop.portal.alert({ ...refunded('partial', '4.5'), event_time: '2026-01-14 10:00:02' });
    expect(await refundPayment(using, { orderId, amount: null, reason: 'x' })).toEqual({
      status: 'refused',
      reason: 'nothing_left',
    });
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['more than was paid', usd(901)],
    ['nothing', usd(0)],
    ['less than nothing', usd(-1)],
    ['another currency', { minor: 100, currency: 'EUR' }],
  ])('of %s is rejected without calling Paddle', async (_, amount) => {
    const { asked, using } = await paddle();
    expect(await refundPayment(using, { orderId, amount, reason: 'x' })).toMatchObject({
      status: 'refused',
      reason: 'wrong_amount',
      left: usd(900),
    });
    expect(asked).toEqual([]);
  });

  it('for an unknown order or without a reason is rejected without calling Paddle', async () => {
    const { asked, using } = await paddle();
    expect(await refundPayment(using, { orderId: '1-1', amount: null, reason: 'x' })).toMatchObject({
      reason: 'unknown_order',
    });
    expect(await refundPayment(using, { orderId, amount: null, reason: '' })).toMatchObject({
      reason: 'no_reason',
    });
    expect(asked).toEqual([]);
  });

  it('reports whether Paddle refused or was unavailable', async () => {
    const refusing = await paddle({ success: false, error: { code: 121, message: 'Payment not found' } });
    expect(await refundPayment(refusing.using, { orderId, amount: null, reason: 'x' })).toMatchObject({
      reason: 'paddle_refused',
      message: expect.stringContaining('Payment not found'),
    });
    expect(await refundPayment(shop.deps, { orderId, amount: null, reason: 'x' })).toMatchObject({
      status: 'stored',
      refund: { state: 'unknown' },
    });
  });
});
