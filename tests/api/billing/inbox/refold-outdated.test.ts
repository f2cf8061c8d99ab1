/** Tests that rows made by the rules of an earlier release are made again in the background, once. */
import { expect, it, vi } from 'vitest';
import { refoldOutdated } from '#server/features/billing/inbox/refold-outdated.ts';
import { useLicensedPortal } from '#tests/support/portal/licensed-portal.ts';

const shop = useLicensedPortal();
const going = new AbortController().signal;

const rows = async () => ({
  receipts: await shop.select('SELECT part_kind, amount_minor FROM receipts ORDER BY paid_at'),
  charges: await shop.select('SELECT next_charge_minor, period_price_minor FROM subscriptions'),
});
const versions = () => shop.select('SELECT stream, version, refold_at FROM event_streams ORDER BY stream');

it.each([
  ['an earlier release stored', 'UPDATE event_streams SET folded_rules = 0'],
  // A process of a release that doesn't know these columns counts the version, and leaves new columns as they are.
  [
    'a process of an earlier release stores beside this one',
    'UPDATE event_streams SET refold_at = NULL, version = version + 1',
  ],
])('Rows that %s are made again, and then left alone', async (_who, foldedByIt) => {
  await shop.portal.alert(
    shop.renewal({
      ...{ event_time: '2026-01-22 10:00:00', next_bill_date: '2026-02-12' },
      ...{ order_id: '317366-2', subscription_payment_id: '770012' },
    }),
  );
  const whole = await rows();
  expect(whole.receipts).toMatchObject([{ part_kind: null }, { part_kind: 'extra' }]);
  await shop.db.query('UPDATE receipts SET part_kind = NULL');
  await shop.db.query('UPDATE subscriptions SET next_charge_minor = NULL, period_price_minor = 1');
  await shop.db.query(foldedByIt);
  await refoldOutdated(shop.deps, going);
  await vi.waitFor(async () => expect(await rows()).toEqual(whole), { timeout: 60_000 });
  const made = await versions();
  await refoldOutdated(shop.deps, going);
  expect(await versions()).toEqual(made);
});

it('A stop between two pages is continued where it ended', async () => {
  await shop.db.query('UPDATE event_streams SET folded_rules = 0');
  await expect(refoldOutdated(shop.deps, AbortSignal.abort(new Error('stopping')))).rejects.toThrow(
    'stopping',
  );
  expect(await shop.select('SELECT stream FROM event_streams WHERE refold_at IS NOT NULL')).toEqual([]);
});
