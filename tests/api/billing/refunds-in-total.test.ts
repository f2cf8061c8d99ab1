/**
 * Tests the migration that finds receipts whose refund amount omits VAT or an earlier partial refund, and has them
 * recomputed.
 */
import { expect, it, vi } from 'vitest';
import { migrations } from '#db/migration-list.ts';
import { refundAlert } from '#tests/support/billing/alerts.ts';
import { useLicensedPortal } from '#tests/support/portal/licensed-portal.ts';

const shop = useLicensedPortal();

const receipts = () =>
  shop.select('SELECT order_id, refund_kind, refunded_minor FROM receipts ORDER BY order_id');
const versions = () =>
  shop.select<{ stream: string; version: number }>(
    'SELECT stream, version FROM event_streams ORDER BY stream',
  );

const refunded = (type: 'full' | 'partial' | 'vat', gross: string, changes: Record<string, string> = {}) =>
  shop.portal.alert(
    refundAlert({ ...shop.ours, refund_type: type, gross_refund: gross, amount: gross, ...changes }),
  );

async function migrate(): Promise<void> {
  await migrations['2026.11.30T21.refunds-in-total']?.up({
    name: '',
    context: shop.db,
    note: () => undefined,
  });
}

it('Receipts with several refunds are folded again by the running portal, and no others', async () => {
  await refunded('vat', '1.50', { event_time: '2026-01-12 10:00:00' });
  await refunded('partial', '3.00', { event_time: '2026-01-12 11:00:00' });
  const before = await receipts();
  expect(before).toEqual([{ order_id: '317366-1864142', refund_kind: 'partial', refunded_minor: 450 }]);

  await shop.db.query('UPDATE receipts SET refunded_minor = 300');
  const [stored] = await versions();
  await migrate();
  // The version was raised, so a process that is folding the stream during the migration can't store its outdated
  // result.
  expect((await versions())[0]?.version).toBeGreaterThan(stored?.version ?? 0);
  await vi.waitFor(async () => expect(await receipts()).toEqual(before), { timeout: 60_000 });
});

it('Receipts that a single refund explains are left alone', async () => {
  await refunded('full', '9.00');
  const stored = await versions();
  await migrate();
  expect(await versions()).toEqual(stored);
});
