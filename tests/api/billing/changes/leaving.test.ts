/** Tests cancelling, pausing and resuming through the portal's API, against the Paddle twin. */
import { describe, expect, it } from 'vitest';
import { certainThrough, checkLicence } from '#server/features/licences/licence-validity.ts';
import { dayOf } from '#shared/dates.ts';
import { someOf } from '#tests/support/cases/some-of.ts';
import { useChangingCustomer } from '#tests/support/people/changing-customer.ts';
import { codeOf } from '#tests/support/people/code-of.ts';

const customer = useChangingCustomer();
const usd = (minor: number) => ({ minor, currency: 'USD' });
const cancels = '/subscription/users_cancel';
const updates = '/subscription/users/update';

/** Returns what an instance would be told about the licence today. */
async function isGood(licenceId: number): Promise<boolean> {
  const licence = await customer.deps.licences.findById(licenceId);
  if (!licence) throw new Error('the licence is gone');
  return checkLicence(licence, dayOf(customer.twin.now()), customer.deps.settings).status === 'good';
}

describe('Cancelling', () => {
  it('asks for no confirmation of identity, calls Paddle once, and names the last day', async () => {
    const { changes, twin } = customer;
    const { licenceId, subscriptionId } = await customer.buy('Monica yearly');
    await customer.forgetConfirmation();
    await twin.advanceDays(10);
    expect(await changes.preview.query({ licenceId, change: { kind: 'cancel' } })).toMatchObject({
      ...{ today: usd(0), worksThrough: '2028-04-01', needsReauthentication: false, after: { next: null } },
    });
    const asked = await customer.request({ licenceId, change: { kind: 'cancel' } });
    expect(asked.state).toBe('confirmed');
    expect(customer.calls(cancels)).toBe(1);
    await twin.drain();
    expect(await changes.status.query({ changeId: asked.changeId })).toMatchObject({ isVisible: true });
    expect(await customer.licence(licenceId)).toMatchObject({
      status: 'cancelled',
      validUntil: '2028-04-01',
    });
    expect(twin.truthOf(subscriptionId)?.status).toBe('deleted');
  });

  const reasons: readonly (readonly [string, string | undefined, string | null])[] = [
    ['an empty reason', ' ', null],
    ['a long reason', 'x'.repeat(5_000), 'x'.repeat(2_000)],
    ['a reason of emoji', '🙂'.repeat(3_000), '🙂'.repeat(2_000)],
    ['no reason', undefined, null],
  ];
  it.each(someOf(reasons, 2))('succeeds with %s', async (_name, reason, stored) => {
    const { licenceId } = await customer.buy('Monica monthly');
    await customer.request({ licenceId, change: { kind: 'cancel', reason } });
    expect(await customer.stored()).toEqual([
      { kind: 'cancel', state: 'confirmed', refusal: null, reason: stored },
    ]);
  });

  it('succeeds if the reason cannot be stored', async () => {
    const { licenceId, subscriptionId } = await customer.buy('Monica monthly');
    await customer.database.db.query(
      `CREATE TRIGGER no_reasons BEFORE UPDATE ON subscription_changes FOR EACH ROW
       IF NEW.reason IS NOT NULL THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no reasons today'; END IF`,
    );
    try {
      const asked = await customer.request({ licenceId, change: { kind: 'cancel', reason: 'Too dear' } });
      expect(asked.state).toBe('confirmed');
    } finally {
      await customer.database.db.query('DROP TRIGGER no_reasons');
    }
    expect(await customer.stored()).toMatchObject([{ state: 'confirmed', reason: null }]);
    expect(customer.twin.truthOf(subscriptionId)?.status).toBe('deleted');
  });

  it('works for a paused subscription, and adds no day', async () => {
    const { twin } = customer;
    const { licenceId, subscriptionId } = await customer.buy('Monica monthly');
    await customer.confirm(licenceId, { kind: 'pause' });
    await twin.advanceDays(40);
    const before = await customer.licence(licenceId);
    expect(before).toMatchObject({ status: 'paused', validUntil: '2027-05-01' });
    expect(await isGood(licenceId)).toBe(false);
    expect(await customer.request({ licenceId, change: { kind: 'cancel' } })).toMatchObject({
      state: 'confirmed',
    });
    expect(customer.calls(cancels)).toBe(1);
    await twin.drain();
    expect(twin.truthOf(subscriptionId)?.status).toBe('deleted');
    expect(await customer.licence(licenceId)).toMatchObject({
      status: 'cancelled',
      validUntil: '2027-05-01',
    });
    expect(await isGood(licenceId)).toBe(false);
  });

  it.each(someOf([31, 29, 0] as const, 1))(
    'names the day until which the licence then works (day %i)',
    async (days) => {
      const { twin, changes } = customer;
      const { licenceId, subscriptionId } = await customer.buy('Monica monthly');
      twin.failNextRenewals(subscriptionId, 5);
      await twin.advanceDays(days);
      const { worksThrough } = await changes.preview.query({ licenceId, change: { kind: 'cancel' } });
      await customer.request({ licenceId, change: { kind: 'cancel' } });
      await twin.drain();
      const licence = await customer.deps.licences.findById(licenceId);
      expect(licence && certainThrough(licence)).toBe(worksThrough);
    },
  );

  it('is possible while another change is unresolved', async () => {
    const { twin } = customer;
    const { licenceId, subscriptionId } = await customer.buy('OfficeLife monthly');
    twin.setFaults({ silence: { 'subscription/users/update': 1 } });
    expect(await customer.confirm(licenceId, { kind: 'seats', quantity: 2 })).toMatchObject({
      state: 'unknown',
    });
    expect(await customer.request({ licenceId, change: { kind: 'cancel' } })).toMatchObject({
      state: 'confirmed',
    });
    expect(twin.truthOf(subscriptionId)?.status).toBe('deleted');
    await customer.settleAfter(31);
    expect(await customer.stored()).toMatchObject([
      { kind: 'seats', state: 'refused', refusal: 'subscription_ended' },
      { kind: 'cancel', state: 'confirmed' },
    ]);
  });

  it('is final: seats, plan, pause and resume are refused without a call to Paddle', async () => {
    const { twin, changes } = customer;
    const { licenceId } = await customer.buy('OfficeLife yearly', { quantity: 2 });
    await customer.request({ licenceId, change: { kind: 'cancel' } });
    await twin.drain();
    const before = await customer.licence(licenceId);
    const planId = customer.plan('OfficeLife monthly').id;
    for (const change of [
      { kind: 'seats', quantity: 3 },
      { kind: 'plan', planId },
      { kind: 'pause' },
      { kind: 'resume' },
      { kind: 'cancel' },
    ] as const) {
      expect(await codeOf(customer.request({ licenceId, change, shown: usd(0) }))).toBe('subscription_ended');
    }
    expect(customer.calls(updates)).toBe(0);
    expect(customer.calls(cancels)).toBe(1);
    expect(await customer.licence(licenceId)).toEqual(before);
    const { forbids } = await changes.options.query({ licenceId });
    expect(new Set(Object.values(forbids))).toEqual(new Set(['subscription_ended']));
  });
});

describe('Pausing and resuming', () => {
  it('takes effect at the next payment, and can be undone before that without a charge', async () => {
    const { changes, twin } = customer;
    const { licenceId, subscriptionId } = await customer.buy('Monica monthly');
    expect(await changes.preview.query({ licenceId, change: { kind: 'pause' } })).toMatchObject({
      ...{ today: usd(0), worksThrough: '2027-05-01' },
    });
    await customer.confirm(licenceId, { kind: 'pause' });
    await twin.drain();
    const { pausesOn, forbids } = await changes.options.query({ licenceId });
    expect(pausesOn).toBe('2027-05-01');
    expect(forbids).toEqual({
      ...{ seats: 'plan_without_seats', plan: 'change_while_pausing', pause: 'change_while_pausing' },
      ...{ resume: null, cancel: null },
    });
    expect(await changes.preview.query({ licenceId, change: { kind: 'resume' } })).toMatchObject({
      ...{ today: usd(0), startsNewPeriod: false, after: { next: { amount: usd(900), on: '2027-05-01' } } },
    });
    await customer.confirm(licenceId, { kind: 'resume' });
    await twin.advanceDays(30);
    expect(customer.charges(subscriptionId)).toEqual([900, 900]);
  });

  it('charges what the preview says when a paused subscription is resumed', async () => {
    const { changes, twin } = customer;
    const { licenceId, subscriptionId } = await customer.buy('Monica monthly');
    await customer.confirm(licenceId, { kind: 'pause' });
    await twin.advanceDays(40);
    const preview = await changes.preview.query({ licenceId, change: { kind: 'resume' } });
    expect(preview).toMatchObject({
      ...{ today: usd(900), source: 'calculated', startsNewPeriod: true },
      after: { next: { amount: usd(900), on: '2027-06-11' } },
    });
    await customer.request({ licenceId, change: { kind: 'resume' }, shown: preview.today });
    await twin.drain();
    expect(customer.charges(subscriptionId)).toEqual([900, 900]);
    expect(await customer.licence(licenceId)).toMatchObject({ status: 'active', validUntil: '2027-06-11' });
  });

  it('is refused after the end, with the new state and without a call to Paddle', async () => {
    const { twin } = customer;
    const { licenceId, subscriptionId } = await customer.buy('Monica monthly');
    await customer.confirm(licenceId, { kind: 'pause' });
    await twin.advanceDays(40);
    twin.cancel(subscriptionId);
    await twin.drain();
    const before = customer.calls(updates);
    const resume = customer.request({ licenceId, change: { kind: 'resume' }, shown: usd(900) });
    await expect(resume).rejects.toMatchObject({ data: { httpStatus: 409, appCode: 'subscription_ended' } });
    expect(customer.calls(updates)).toBe(before);
    expect((await customer.stored()).at(-1)).toMatchObject({
      state: 'refused',
      refusal: 'subscription_ended',
    });
  });

  it('is refused with the same sentence if Paddle knows of the end before the portal', async () => {
    const { twin } = customer;
    const { licenceId, subscriptionId } = await customer.buy('Monica monthly');
    await customer.confirm(licenceId, { kind: 'pause' });
    await twin.advanceDays(40);
    twin.setFaults({ hold: true });
    twin.cancel(subscriptionId);
    const resume = customer.request({ licenceId, change: { kind: 'resume' }, shown: usd(900) });
    expect(await codeOf(resume)).toBe('subscription_ended');
  });

  it('is refused where the plan does not allow it', async () => {
    const { licenceId } = await customer.buy('Monica yearly');
    expect(await codeOf(customer.request({ licenceId, change: { kind: 'pause' } }))).toBe(
      'pause_not_allowed',
    );
    const { canBePaused } = await customer.changes.options.query({ licenceId });
    expect(canBePaused).toBe(false);
  });
});
