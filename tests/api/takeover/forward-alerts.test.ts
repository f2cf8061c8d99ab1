/** Tests that alerts received here reach the PHP portal as Paddle signed them, each once. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eraseDataSubject } from '#server/features/privacy/erasure/erase-data-subject.ts';
import { forwardAlerts } from '#server/features/takeover/forward/forward-alerts.ts';
import { createPhpPortal } from '#server/platform/php-portal/php-portal.ts';
import { useChangingCustomer } from '#tests/support/people/changing-customer.ts';
import { type PhpPortalStandIn, startPhpPortal } from '#tests/support/takeover/php-portal.ts';

const shop = useChangingCustomer();
let php: PhpPortalStandIn;

beforeEach(async () => {
  php = await startPhpPortal({ client: { id: 'unused', secret: 'unused' }, publicKey: shop.twin.publicKey });
});
afterEach(() => php.stop());

const forward = (since = new Date('2027-04-01T00:00:00Z')) =>
  forwardAlerts(shop.deps, {
    portal: createPhpPortal({ url: php.url, everyMs: 0, retryDelayMs: 1 }),
    to: php.url,
    since,
  });
const received = async () => {
  const rows = await shop.rows<{ alert: string }>(
    "SELECT alert_id AS alert FROM billing_events WHERE source = 'paddle_alert' ORDER BY id",
  );
  return rows.map(({ alert }) => alert);
};
const handedOver = () => php.alerts.map((form) => form.get('alert_id'));

it('Alerts are handed over once, in order, and go on after an interruption and a refusal', async () => {
  await shop.buy('Monica monthly');
  const before = await received();
  expect(before.length).toBeGreaterThan(1);
  php.refuseAlertsWith = 500;
  const refusedAll = await forward();
  expect(refusedAll).toMatchObject({ accepted: 0, interruption: null });
  expect(refusedAll.refused).toHaveLength(before.length);
  php.refuseAlertsWith = null;
  expect(await forward()).toMatchObject({ accepted: before.length, refused: [], unsigned: [] });
  expect(handedOver()).toEqual(before);

  await shop.twin.advanceDays(31);
  const all = await received();
  expect(all.length).toBeGreaterThan(before.length);
  await php.stop();
  expect(await forward()).toMatchObject({
    accepted: 0,
    interruption: expect.stringContaining('does not answer'),
  });
  const again = await startPhpPortal({
    client: { id: 'unused', secret: 'unused' },
    publicKey: shop.twin.publicKey,
  });
  try {
    const portal = createPhpPortal({ url: again.url, everyMs: 0, retryDelayMs: 1 });
    const to = php.url;
    const since = new Date('2027-04-01T00:00:00Z');
    expect(await forwardAlerts(shop.deps, { portal, to, since })).toMatchObject({
      ...{ accepted: all.length - before.length, interruption: null },
    });
    expect(again.alerts.map((form) => form.get('alert_id'))).toEqual(all.slice(before.length));
  } finally {
    await again.stop();
  }
});

it('Accounts registered since are listed, and alerts about an erased customer no longer have a signature', async () => {
  const { licenceId } = await shop.buy('Monica monthly');
  await shop.confirm(licenceId, { kind: 'cancel' });
  await shop.twin.drain();
  const since = new Date('2027-03-31T00:00:00Z');
  const alerts = await received();
  await shop.database.db.query(`UPDATE users SET created_at = '2027-04-01' WHERE id = ${shop.userId}`);
  expect(await forward(since)).toMatchObject({
    accepted: alerts.length,
    registered: [{ id: shop.userId, createdAt: new Date('2027-04-01T00:00:00Z') }],
  });
  expect(await eraseDataSubject(shop.deps, { accountId: shop.userId, reason: 'asked' })).toMatchObject({
    status: 'erased',
  });
  const forwarded = await forward(new Date('2027-03-30T00:00:00Z'));
  expect(forwarded).toMatchObject({ accepted: 0, refused: [], registered: [] });
  expect(forwarded.unsigned.length).toBeGreaterThanOrEqual(alerts.length);
});
