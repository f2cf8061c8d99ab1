/** Tests the history of a licence: each event with its cause, and what happens next. */
import { beforeEach, expect, it } from 'vitest';
import { grantLicence } from '#server/features/billing/decisions/grant-licence.ts';
import { reissueLicence } from '#server/features/billing/decisions/reissue-licence.ts';
import { revokeLicence } from '#server/features/billing/decisions/revoke-licence.ts';
import { ownHistory } from '#server/features/billing/history/licence-history.ts';
import { classicPaddle } from '#server/platform/paddle/classic/adapter.ts';
import { useChangingCustomer } from '#tests/support/people/changing-customer.ts';

const customer = useChangingCustomer();
const usd = (minor: number) => ({ minor, currency: 'USD' });
const monica = { planName: 'Monica monthly', frequency: 'Monthly' };

let paddle: ReturnType<typeof classicPaddle>;
beforeEach(() => {
  const { portal, deps, twin } = customer;
  paddle = classicPaddle({ ...portal.config.paddle, log: deps.log, now: twin.now });
});

const history = (licenceId: number) =>
  ownHistory({ ...customer.deps, paddle }, { licenceId, userId: customer.userId });

/** Returns the entries, oldest first. */
const told = async (licenceId: number) => (await history(licenceId)).entries.toReversed();

it('tells seats, plan and cancellation with who caused them, and when the licence ended', async () => {
  const { twin } = customer;
  const { licenceId, subscriptionId } = await customer.buy('OfficeLife monthly', { quantity: 5 });
  expect(await history(licenceId)).toMatchObject({
    entries: [{ kind: 'bought', on: '2027-04-01', quantity: 5, amount: usd(3_000), trialThrough: null }],
    olderCount: 0,
    next: [{ kind: 'renews', on: '2027-05-01', amount: usd(3_000), isLaterUnknown: false }],
  });
  await twin.advanceDays(10);
  await customer.confirm(licenceId, { kind: 'seats', quantity: 8 });
  await twin.drain();
  await twin.advanceDays(25);
  await customer.request({ licenceId, change: { kind: 'cancel' } });
  await twin.drain();
  expect((await history(licenceId)).next).toEqual([{ kind: 'ends', on: '2027-06-01' }]);
  await twin.advanceDays(60);
  const entries = await told(licenceId);
  expect(entries).toMatchObject([
    { kind: 'bought' },
    { kind: 'seats_changed', on: '2027-04-11', by: 'customer', from: 5, to: 8 },
    { kind: 'renewed', on: '2027-05-01', amount: usd(4_800), through: '2027-06-01' },
    { kind: 'cancelled', on: '2027-05-06', by: 'customer', through: '2027-06-01' },
    { kind: 'ended', on: '2027-06-01', why: 'cancelled' },
  ]);
  // What was charged for the seats is told with them.
  expect(entries[1]).toMatchObject({ amount: usd(customer.charges(subscriptionId)[1] ?? 0) });
  expect((await history(licenceId)).next).toEqual([]);
});

it('tells a switch of plans with its payment, and what was made at Paddle', async () => {
  const { twin } = customer;
  const { licenceId, subscriptionId } = await customer.buy('Monica monthly');
  await twin.advanceDays(5);
  await customer.confirm(licenceId, { kind: 'plan', planId: customer.plan('Monica yearly').id });
  await twin.drain();
  await twin.advanceDays(5);
  twin.cancel(subscriptionId);
  await twin.drain();
  expect(await told(licenceId)).toMatchObject([
    { kind: 'bought', plan: monica, amount: usd(900) },
    {
      ...{ kind: 'plan_changed', on: '2027-04-06', by: 'customer', from: monica },
      ...{ to: { planName: 'Monica yearly' }, amount: usd(customer.charges(subscriptionId)[1] ?? 0) },
    },
    { kind: 'cancelled', on: '2027-04-11', by: 'paddle', through: '2028-04-06' },
  ]);
});

it('tells failed payments, retries, the renewal that follows, and refunds once', async () => {
  const { twin } = customer;
  const { licenceId, subscriptionId } = await customer.buy('Monica monthly');
  twin.failNextRenewals(subscriptionId, 1);
  await twin.advanceDays(31);
  const { entries, next } = await history(licenceId);
  expect(entries[0]).toMatchObject({ kind: 'payment_failed', on: '2027-05-01', amount: usd(900) });
  const [failed] = entries;
  expect(next).toEqual([
    { kind: 'retry', on: failed?.kind === 'payment_failed' && failed.retryOn, amount: usd(900) },
    { kind: 'stops_unpaid', on: '2027-05-08' },
  ]);
  await twin.advanceDays(10);
  const [payment] = twin.truthOf(subscriptionId)?.payments.slice(-1) ?? [];
  if (!payment) throw new Error('nothing was paid');
  twin.refund(payment.orderId, 'full');
  await twin.drain();
  expect((await told(licenceId)).slice(1)).toMatchObject([
    { kind: 'payment_failed' },
    { kind: 'renewed', amount: usd(900) },
    { kind: 'refunded', amount: usd(900), what: 'full' },
  ]);
});

it('tells a grant, decisions of the operator, and the end of a licence that nothing reports', async () => {
  const { deps, twin, userId } = customer;
  const granted = await grantLicence(deps, {
    ...{ userId, plan: customer.plan('Monica yearly'), until: '2027-06-30' as never, seats: 1 },
    ...{ by: 'command line', reason: 'a test' },
  });
  if (granted.status !== 'granted') throw new Error(granted.reason);
  const { licenceId } = granted;
  await reissueLicence(deps, { licenceId, by: userId, reason: 'leaked', overlapDays: 7 });
  await twin.advanceDays(100);
  expect(await told(licenceId)).toMatchObject([
    { kind: 'granted', on: '2027-04-01', through: '2027-06-30' },
    { kind: 'key_reissued', by: 'customer', oldKeysUntil: expect.any(Date) },
    { kind: 'ended', on: '2027-06-30', why: 'expired' },
  ]);
  await revokeLicence(deps, { licenceId, by: 'command line', reason: 'a test' });
  expect((await told(licenceId)).at(-1)).toMatchObject({ kind: 'revoked', on: '2027-07-10' });
});
