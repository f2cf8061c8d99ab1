/** Tests the migration that finds receipts of part payments stored by earlier releases, and has them recomputed. */
import { expect, it, vi } from 'vitest';
import { migrations } from '#db/migration-list.ts';
import { useLicensedPortal } from '#tests/support/portal/licensed-portal.ts';

const shop = useLicensedPortal();

const parts = () => shop.select('SELECT part_kind, part_days FROM receipts ORDER BY paid_at');
const versions = () =>
  shop.select<{ stream: string; version: number }>('SELECT stream, version FROM event_streams');

async function migrate(name: keyof typeof migrations = '2026.11.30T41.part-payments'): Promise<void> {
  await migrations[name]?.up({
    ...{ name: '', context: shop.db, note: () => undefined },
  });
}

it('Receipts of payments within a period are folded again by the running portal', async () => {
  await shop.portal.alert(
    shop.renewal({
      ...{ event_time: '2026-01-22 10:00:00', next_bill_date: '2026-02-12' },
      ...{ order_id: '317366-2', subscription_payment_id: '770012' },
    }),
  );
  const before = await parts();
  expect(before).toEqual([
    { part_kind: null, part_days: null },
    { part_kind: 'extra', part_days: null },
  ]);
  await shop.db.query('UPDATE receipts SET part_kind = NULL');
  const [stored] = await versions();
  await migrate();
  // The version was raised, so a process that is folding the stream during the migration can't store its outdated
  // result.
  expect((await versions())[0]?.version).toBeGreaterThan(stored?.version ?? 0);
  await vi.waitFor(async () => expect(await parts()).toEqual(before), { timeout: 60_000 });
});

it('Receipts of payments one period apart are left alone', async () => {
  await shop.portal.alert(shop.renewal());
  const stored = await versions();
  await migrate();
  expect(await versions()).toEqual(stored);
});
