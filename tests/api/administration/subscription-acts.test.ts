/** Tests changes of a subscription that administrators make for the customer, and the comparison with Paddle. */
import { describe, expect, it } from 'vitest';
import { useAdministrator } from '#tests/support/people/administrator.ts';
import { newRequestId, useChangingCustomer } from '#tests/support/people/changing-customer.ts';
import { codeOf } from '#tests/support/people/code-of.ts';

const shop = useChangingCustomer();
const administrator = useAdministrator(shop);

const reason = 'She asked on the phone';
const subscriptions = () => administrator.api.subscriptions;
const aboutIt = (licenceId: number) => ({ customerId: shop.userId, licenceId });
const acted = () =>
  shop.rows<{ kind: string; state: string; by: number | null }>(
    'SELECT kind, state, administrator_id AS `by` FROM subscription_changes ORDER BY id',
  );

describe('An administrator who changes the seats', () => {
  it('sees the amount before, changes them once, and the history says that the operator did', async () => {
    const { licenceId, stream } = await shop.buy('OfficeLife monthly', { quantity: 2 });
    const support = await administrator.another('support');
    const change = { kind: 'seats', quantity: 5 } as const;
    const shown = await support.api.subscriptions.preview.query({ ...aboutIt(licenceId), change });
    expect(shown).toMatchObject({ today: { minor: 1_800, currency: 'USD' } });
    expect(shown).not.toHaveProperty('needsReauthentication');
    const request = {
      ...{ ...aboutIt(licenceId), reason, requestId: newRequestId(), quantity: 5, shown: shown.today },
    };
    // Neither the customer nor the role of support has to authenticate again.
    await shop.forgetConfirmation();
    const done = await support.api.subscriptions.changeSeats.mutate(request);
    expect(done).toMatchObject({ state: 'confirmed', quantity: 5 });
    expect(await support.api.subscriptions.changeSeats.mutate(request)).toMatchObject({ state: 'confirmed' });
    await shop.twin.drain();
    expect(await shop.licence(licenceId)).toMatchObject({ quantity: 5 });
    expect(await shop.receipts()).toEqual([1_200, 1_800]);
    expect(await acted()).toEqual([{ kind: 'seats', state: 'confirmed', by: support.id }]);
    const { entries } = await shop.portal.trpc(shop.cookie).billing.history.query({ licenceId });
    expect(entries).toContainEqual(
      expect.objectContaining({ kind: 'seats_changed', by: 'operator', from: 2, to: 5 }),
    );
    const [asked, outcome] = await administrator.audit();
    expect(asked).toMatchObject({ act: 'subscription.changeSeats', outcome: 'asked', reason, stream });
    expect(outcome).toMatchObject({ outcome: 'done', after: { quantity: 5, today: '$18.00' } });
    expect(
      await support.api.subscriptions.status.query({ customerId: shop.userId, changeId: done.changeId }),
    ).toMatchObject({ isVisible: true });
  });

  it('is refused at another amount than the one that was shown, and nothing is charged', async () => {
    const { licenceId, subscriptionId } = await shop.buy('OfficeLife monthly', { quantity: 2 });
    const request = { ...aboutIt(licenceId), reason, requestId: newRequestId(), quantity: 5 };
    const shown = { minor: 1_799, currency: 'USD' };
    expect(await codeOf(subscriptions().changeSeats.mutate({ ...request, shown }))).toBe('amount_changed');
    expect(shop.charges(subscriptionId)).toEqual([1_200]);
    expect(await administrator.audit()).toMatchObject([
      { outcome: 'asked' },
      { outcome: 'failed', code: 'amount_changed' },
    ]);
  });
});

it('An administrator changes the plan, and cancels, for the customer', async () => {
  const { licenceId, subscriptionId } = await shop.buy('Monica monthly');
  const { id: planId } = shop.plan('Monica yearly');
  const options = await subscriptions().options.query(aboutIt(licenceId));
  expect(options.plans).toMatchObject([{ planId }]);
  const change = { kind: 'plan', planId } as const;
  const { today: shown } = await subscriptions().preview.query({ ...aboutIt(licenceId), change });
  const plan = { ...aboutIt(licenceId), reason, requestId: newRequestId(), planId, shown };
  expect(await subscriptions().changePlan.mutate(plan)).toMatchObject({ state: 'confirmed' });
  await shop.twin.drain();
  expect(await shop.licence(licenceId)).toMatchObject({ planId });
  expect(shop.charges(subscriptionId)).toEqual([900, shown.minor]);
  const cancel = { ...aboutIt(licenceId), reason, requestId: newRequestId() };
  expect(await subscriptions().cancel.mutate(cancel)).toMatchObject({ state: 'confirmed' });
  await shop.twin.drain();
  expect(await shop.licence(licenceId)).toMatchObject({ status: 'cancelled' });
  expect(await acted()).toEqual([
    { kind: 'plan', state: 'confirmed', by: administrator.id },
    { kind: 'cancel', state: 'confirmed', by: administrator.id },
  ]);
  // Ended, so nothing can be changed any more.
  expect(await codeOf(subscriptions().changePlan.mutate({ ...plan, requestId: newRequestId() }))).toBe(
    'subscription_ended',
  );
});

it('A licence of somebody else is not found, and a change that Paddle does not answer stays open', async () => {
  const { licenceId, subscriptionId } = await shop.buy('Monica monthly');
  const other = await administrator.another('viewer');
  const cancel = { ...aboutIt(licenceId), reason, requestId: newRequestId() };
  expect(await codeOf(subscriptions().cancel.mutate({ ...cancel, customerId: other.id }))).toBe('not_found');
  shop.twin.setFaults({ hold: true, actThenSilence: { 'subscription/users_cancel': 1 } });
  expect(await subscriptions().cancel.mutate(cancel)).toMatchObject({ state: 'unknown' });
  expect(await codeOf(subscriptions().cancel.mutate({ ...cancel, requestId: newRequestId() }))).toBe(
    'change_in_progress',
  );
  shop.twin.setFaults({ hold: false });
  await shop.twin.drain();
  expect(await acted()).toMatchObject([{ state: 'confirmed' }, { state: 'refused' }]);
  expect(shop.twin.truthOf(subscriptionId)?.status).toBe('deleted');
});

describe('Comparing a customer with Paddle', () => {
  const sync = () => subscriptions().sync.mutate({ customerId: shop.userId, reason });

  it('finds what no alert has told, and applies it once', async () => {
    const { licenceId, subscriptionId } = await shop.buy('OfficeLife monthly', { quantity: 2 });
    expect(await sync()).toEqual({ subscriptions: 1, findings: [], unanswered: 0 });
    shop.twin.setFaults({ lose: 1 });
    shop.twin.cancel(subscriptionId);
    await shop.twin.drain();
    expect(await shop.licence(licenceId)).toMatchObject({ status: 'active' });
    expect(await sync()).toMatchObject({ subscriptions: 1, findings: [{ kind: 'subscription' }] });
    expect(await shop.licence(licenceId)).toMatchObject({ status: 'cancelled' });
    expect(await sync()).toMatchObject({ findings: [] });
    expect(await administrator.audit()).toMatchObject([
      { act: 'customer.sync', outcome: 'asked', reason },
      { outcome: 'done', after: { subscriptions: 1, findings: 0, unanswered: 0 } },
      { outcome: 'asked' },
      { outcome: 'done', after: { findings: 1 } },
      { outcome: 'asked' },
      { outcome: 'done', after: { findings: 0 } },
    ]);
  });

  it('changes nothing while Paddle does not answer, and says so after asking about two', async () => {
    const { licenceId } = await shop.buy('Monica monthly');
    await shop.buy('Monica yearly');
    await shop.buy('OfficeLife monthly');
    const before = shop.calls('/subscription/users');
    shop.twin.setFaults({ silence: { 'subscription/users': 10 } });
    expect(await sync()).toEqual({ subscriptions: 3, findings: [], unanswered: 3 });
    expect(shop.calls('/subscription/users') - before).toBe(2);
    expect(await shop.licence(licenceId)).toMatchObject({ status: 'active' });
  });
});
