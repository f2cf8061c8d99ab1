/**
 * Corrects receipts that may show too small a refund. Previously, a receipt left out VAT refunds once a partial refund
 * was made, and earlier partial refunds once the rest was refunded. Such receipts are folded again from their alerts.
 */
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  // Also increments the version, so that a process that is currently folding one of these streams can't store an
  // outdated amount.
  await db.query(`UPDATE event_streams s JOIN receipts r ON r.stream = s.stream
    SET s.refold_at = '2000-01-01', s.version = s.version + 1
    WHERE r.refund_kind IN ('partial', 'full') AND r.refunded_minor < r.amount_minor`);
};

/**
 * Nothing needs to be undone. The previous release recomputes the receipts of a stream by its own rules when the
 * stream's next alert arrives.
 */
export const down: Migration = async () => undefined;
