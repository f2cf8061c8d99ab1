/**
 * Tests that customers see what is wrong with a licence until it is resolved, and that a list of licences stays cheap.
 */
import { describe, expect, it } from 'vitest';
import { revokeLicence } from '#server/features/billing/decisions/revoke-licence.ts';
import { findDuplicateSubscriptions } from '#server/features/billing/duplicate-subscriptions/find-duplicate-subscriptions.ts';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
import { collectPersonalData } from '#server/features/privacy/export/collect-personal-data.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import { passthroughOf, updatedAlert } from '#tests/support/billing/alerts.ts';
import { privateKey } from '#tests/support/billing/twin-settings.ts';
import { numbers } from '#tests/support/database/numbers.ts';
import { statementsOf } from '#tests/support/database/statements.ts';
import { useChangingCustomer } from '#tests/support/people/changing-customer.ts';
import { createSigner } from '#twin/alerts/signer.ts';

const customer = useChangingCustomer();
const usd = (minor: number) => ({ minor, currency: 'USD' });

const licences = (): Promise<LicenceView[]> => customer.portal.trpc(customer.cookie).licences.list.query({});
const notices = async () => (await licences()).flatMap((licence) => licence.notices);

describe('A failed payment', () => {
  it('stays with its amount and the day of the next attempt until a payment succeeds, not until the card changes', async () => {
    const { twin, portal, userId } = customer;
    const { licenceId, subscriptionId } = await customer.buy('OfficeLife monthly', { quantity: 2 });
    expect(await notices()).toEqual([]);
    twin.failNextRenewals(subscriptionId, 1);
    await twin.advanceDays(30);
    const [notice] = await notices();
    expect(notice).toEqual({
      ...{ kind: 'overdue', dueOn: null, through: '2027-05-08', amount: usd(1_200) },
      retryOn: expect.stringMatching(/^2027-05-0\d$/),
      cardPage: expect.stringContaining(twin.url),
    });

    // Another card: Paddle reports it, but charges nothing yet.
    await customer.changes.card.query({ licenceId, refresh: true });
    const changed = updatedAlert({
      ...{ subscription_id: String(subscriptionId), passthrough: passthroughOf(userId) },
      ...{ status: 'past_due', old_status: 'past_due', event_time: '2027-05-01 12:00:00' },
      ...{ subscription_plan_id: '24751', old_subscription_plan_id: '24751' },
      ...{ new_quantity: '2', old_quantity: '2', update_url: 'https://checkout.paddle.com/another-card' },
    });
    const signed = createSigner(privateKey).sign({ alert_id: '990001', ...changed });
    expect((await portal.post(signed)).status).toBe(200);
    expect(await notices()).toEqual([{ ...notice, cardPage: 'https://checkout.paddle.com/another-card' }]);

    await twin.advanceDays(1);
    expect(await notices()).toMatchObject([{ kind: 'overdue', amount: usd(1_200) }]);
    twin.setCard(subscriptionId, true);
    await twin.drain();
    expect(await notices()).toEqual([]);
  });

  it('is shown after the grace period as well, because a payment brings the licence back', async () => {
    const { twin } = customer;
    const { subscriptionId } = await customer.buy('Monica monthly');
    twin.failNextRenewals(subscriptionId, 1);
    await twin.advanceDays(30);
    twin.setFaults({ hold: true });
    await twin.advanceDays(9);
    expect(await licences()).toMatchObject([
      { standing: 'ended', notices: [{ kind: 'lapsed', amount: usd(900), dueOn: '2027-05-01' }] },
    ]);
    twin.setFaults({ hold: false });
    twin.setCard(subscriptionId, true);
    await twin.drain();
    expect(await licences()).toMatchObject([{ standing: 'good', notices: [] }]);
  });

  it('of another subscription is not shown as the amount of this one', async () => {
    const { twin } = customer;
    const { subscriptionId } = await customer.buy('Monica monthly');
    twin.failNextRenewals(subscriptionId, 1);
    await twin.advanceDays(30);
    expect(await notices()).toMatchObject([{ kind: 'overdue', amount: usd(900) }]);
    await customer.database.db.query('UPDATE subscriptions SET paddle_subscription_id = 999');
    expect(await notices()).toMatchObject([{ kind: 'overdue', amount: null }]);
  });

  it('is read with the same few statements for 500 licences as for one, like everything else about them', async () => {
    const { database, userId } = customer;
    const { db } = database;
    await customer.buy('OfficeLife monthly');
    await db.query('UPDATE subscriptions SET failed_attempts = 1');
    const about = async () => {
      const reads = /FROM (?:licence|subscription|flags|last_pings|receipts|billing_events\s+WHERE stream)/;
      const all = await statementsOf(async () => {
        await licences();
        await collectPersonalData(customer.deps, userId);
      });
      return all.filter((sql) => reads.test(sql)).length;
    };
    const few = await about();
    const copyOf = (table: string, columns: string, values = columns) =>
      db.query(`INSERT INTO ${table} (${columns}) SELECT ${values}
        FROM ${table} JOIN ${numbers} n WHERE seq BETWEEN 1 AND 499`);
    const stream = "CONCAT('subscription:copy', seq)";
    const terms = 'user_id, status, quantity, started_on, created_at, updated_at';
    const ofLicence = `plan_id, subscription_state, valid_until_at, ${terms}`;
    await copyOf('licences', `stream, ${ofLicence}`, `${stream}, ${ofLicence}`);
    const ofSubscription = `paddle_plan_id, failed_attempts, next_bill_on, ${terms}`;
    await copyOf(
      'subscriptions',
      `stream, paddle_subscription_id, ${ofSubscription}`,
      `${stream}, 900000 + seq, ${ofSubscription}`,
    );
    const ofHead = 'version, user_id, owned_by, buyer_email';
    await copyOf('event_streams', `stream, ${ofHead}`, `${stream}, ${ofHead}`);
    await db.query(`INSERT INTO flags (reference, stream, kind, raised_at, detail)
      SELECT CONCAT('second_licence:', stream), stream, 'second_licence', NOW(3), 'subscription:copy1' FROM licences`);
    const many = await about();
    expect(
      (await licences()).filter((one) => one.notices.some(({ kind }) => kind === 'overdue')),
    ).toHaveLength(500);
    expect(few).toBeGreaterThan(8);
    // Both also read the licences that the flags name, once.
    expect(many).toBeLessThanOrEqual(few + 2);
  });
});

describe('Two payments for one product', () => {
  it('are reported on the later licence until one of the two is cancelled', async () => {
    const first = await customer.buy('Monica monthly');
    const second = await customer.buy('Monica yearly');
    const both = await licences();
    expect(both.find(({ id }) => id === second.licenceId)?.notices).toEqual([{ kind: 'two_payments' }]);
    expect(both.find(({ id }) => id === first.licenceId)?.notices).toEqual([]);
    await customer.request({ licenceId: first.licenceId, change: { kind: 'cancel' } });
    await customer.twin.drain();
    expect((await notices()).filter(({ kind }) => kind === 'two_payments')).toEqual([]);
  });

  it('are reported until the customer wants both, and the operator sees the flag with the answer', async () => {
    const { portal, cookie, deps } = customer;
    await customer.buy('Monica monthly');
    const { licenceId } = await customer.buy('Monica monthly');
    expect(await notices()).toEqual([{ kind: 'two_payments' }]);
    const { wantBoth } = portal.trpc(cookie).billing;
    await Promise.all([wantBoth.mutate({ licenceId }), wantBoth.mutate({ licenceId })]);
    expect(await notices()).toEqual([]);
    expect(await deps.flags.list()).toMatchObject([
      { kind: 'second_licence', resolvedAt: null, wantedAt: expect.any(Date) },
    ]);
    expect((await rebuild(deps, { dryRun: true })).differences).toEqual([]);
    expect(await findDuplicateSubscriptions(deps)).toEqual([]);
    expect(await deps.flags.list()).toHaveLength(1);
  });

  it('are the only notice when the first payment failed and the customer bought again', async () => {
    const { twin } = customer;
    const first = await customer.buy('Monica monthly');
    twin.failNextRenewals(first.subscriptionId, 1);
    await twin.advanceDays(30);
    twin.setFaults({ hold: true });
    await twin.advanceDays(9);
    twin.setFaults({ hold: false });
    const second = await customer.buy('Monica monthly');
    expect(await licences()).toMatchObject([
      { id: second.licenceId, standing: 'good' },
      { id: first.licenceId },
    ]);
    expect((await notices()).map(({ kind }) => kind)).toEqual(['two_payments']);
  });
});

describe('A revoked licence', () => {
  it('is reported as charged until the subscription is cancelled', async () => {
    const { twin, deps } = customer;
    const { licenceId, subscriptionId } = await customer.buy('Monica monthly');
    await revokeLicence(deps, { licenceId, by: 'command line', reason: 'fraud' });
    expect(await notices()).toEqual([
      {
        ...{ kind: 'still_charged', why: 'revoked', chargedOn: '2027-05-01' },
        cancelPage: expect.stringContaining(twin.url),
      },
    ]);
    twin.cancel(subscriptionId);
    await twin.drain();
    expect(await notices()).toEqual([]);
  });
});

describe('A cancelled licence', () => {
  it('is reported as ending in its last two weeks', async () => {
    const { twin } = customer;
    const { licenceId } = await customer.buy('Monica monthly');
    await customer.request({ licenceId, change: { kind: 'cancel' } });
    await twin.drain();
    expect(await notices()).toEqual([]);
    await twin.advanceDays(16);
    expect(await notices()).toEqual([{ kind: 'ending', through: '2027-05-01', cause: 'cancelled' }]);
    await twin.advanceDays(15);
    expect(await licences()).toMatchObject([{ standing: 'ended', notices: [] }]);
  });
});
