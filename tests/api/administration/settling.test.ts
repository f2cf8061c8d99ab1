/** Tests what administrators decide: flags, purchases that wait for their owner, and two payments for one product. */
import { describe, expect, it } from 'vitest';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
import { useAdministrator } from '#tests/support/people/administrator.ts';
import { newRequestId, useChangingCustomer } from '#tests/support/people/changing-customer.ts';
import { codeOf } from '#tests/support/people/code-of.ts';

const shop = useChangingCustomer();
const administrator = useAdministrator(shop);

const reason = 'Looked into it';
const settling = () => administrator.api.settling;
const flags = () => settling().flags.query({ customerId: shop.userId });
const settle = (reference: string) =>
  settling().settleFlag.mutate({ customerId: shop.userId, reference, reason });

it('A flag about an order of the customer is listed and settled, once, and only for this customer', async () => {
  const { licenceId } = await shop.buy('Monica monthly');
  const [receipt] = await shop.rows<{ orderId: string }>('SELECT order_id AS orderId FROM receipts');
  const orderId = receipt?.orderId ?? '';
  shop.twin.dispute(orderId);
  shop.twin.refund(orderId, 'partial', { minor: 100, currency: 'USD' });
  await shop.twin.drain();
  expect(await flags()).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: 'dispute', orderId, licenceId: null, decisions: [] }),
      expect.objectContaining({ kind: 'partial_refund', licenceId, decisions: [] }),
    ]),
  );
  const other = await administrator.another('viewer');
  const reference = `dispute:${orderId}`;
  const foreign = { customerId: other.id, reference, reason };
  expect(await codeOf(settling().settleFlag.mutate(foreign))).toBe('not_found');
  expect(await settle(reference)).toEqual({ ok: true });
  expect(await codeOf(settle(reference))).toBe('not_found');
  expect((await flags()).map(({ kind }) => kind)).toEqual(['partial_refund']);
  expect((await administrator.audit())[1]).toMatchObject({
    ...{ act: 'flag.settle', outcome: 'done', subject: `flag ${reference}`, reason },
    ...{ before: { kind: 'dispute', open: true }, after: { open: false } },
  });
  expect((await rebuild(shop.deps, { dryRun: true })).differences).toEqual([]);
});

it('A purchase that waits for its owner is assigned by an administrator, and no one else’s is', async () => {
  const planId = shop.plan('Monica yearly').paddlePlanId;
  const id = shop.twin.subscribe({ planId, email: 'somebody@else.test', passthrough: '' });
  await shop.twin.drain();
  const stream = `subscription:${id}`;
  expect(await settling().previewClaim.query({ stream })).toMatchObject({ stream, isWaiting: true });
  const claim = { customerId: shop.userId, stream, reason };
  expect(await settling().settleClaim.mutate(claim)).toEqual({ ok: true });
  expect(await shop.deps.licences.findByStream(stream)).toMatchObject({ userId: shop.userId });
  expect(await codeOf(settling().settleClaim.mutate(claim))).toBe('changed_meanwhile');
  const other = await administrator.another('viewer');
  expect(await codeOf(settling().settleClaim.mutate({ ...claim, customerId: other.id }))).toBe(
    'changed_meanwhile',
  );
  // A later alert changes nothing about it.
  await shop.twin.advanceDays(366);
  expect(await shop.deps.licences.findByStream(stream)).toMatchObject({ userId: shop.userId });
  expect((await rebuild(shop.deps, { dryRun: true })).differences).toEqual([]);
});

describe('Two payments for one product', () => {
  async function twice() {
    const first = await shop.buy('Monica monthly');
    await shop.twin.advanceDays(1);
    const second = await shop.buy('Monica yearly');
    await expect.poll(async () => (await flags()).map(({ kind }) => kind)).toContain('second_licence');
    const flag = (await flags()).find(({ kind }) => kind === 'second_licence');
    return { first, second, flag, reference: flag?.reference ?? '' };
  }
  const decide = (reference: string, decision: 'keep_both' | 'cancel_first' | 'cancel_second') =>
    settling().settleDoublePayment.mutate({
      ...{ customerId: shop.userId, reference, decision, reason },
      requestId: newRequestId(),
    });

  it('are shown with what each decision does, and one subscription is cancelled', async () => {
    const { first, second, flag, reference } = await twice();
    expect(flag?.decisions).toEqual([
      { decision: 'keep_both', cancelsLicenceId: null, isPossible: true },
      { decision: 'cancel_first', cancelsLicenceId: first.licenceId, isPossible: true },
      { decision: 'cancel_second', cancelsLicenceId: second.licenceId, isPossible: true },
    ]);
    expect(await decide(reference, 'cancel_second')).toEqual({ isSettled: true });
    await shop.twin.drain();
    expect(shop.twin.truthOf(second.subscriptionId)?.status).toBe('deleted');
    expect(shop.twin.truthOf(first.subscriptionId)?.status).toBe('active');
    expect((await flags()).map(({ kind }) => kind)).not.toContain('second_licence');
  });

  it('may be kept, and stay open while Paddle does not answer', async () => {
    const { first, second, reference } = await twice();
    shop.twin.setFaults({ silence: { 'subscription/users_cancel': 1 } });
    expect(await decide(reference, 'cancel_first')).toEqual({ isSettled: false });
    expect((await flags()).map(({ kind }) => kind)).toContain('second_licence');
    expect(await decide(reference, 'keep_both')).toEqual({ isSettled: true });
    expect((await flags()).map(({ kind }) => kind)).not.toContain('second_licence');
    for (const { subscriptionId } of [first, second])
      expect(shop.twin.truthOf(subscriptionId)?.status).toBe('active');
  });
});
