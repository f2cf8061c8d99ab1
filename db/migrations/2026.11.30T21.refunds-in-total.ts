/**
 * A receipt's refund used to leave out VAT refunds once a part was refunded, and earlier parts once the rest was
 * refunded. Receipts that may show too little are folded again from their alerts.
 */
import type { Migration } from '#db/migration-list.ts';

export const up: Migration = async ({ context: db }) => {
  // Also increments the version, so that a process that is folding one of these streams right now can't store an
  // outdated amount.
  await db.query(`UPDATE event_streams s JOIN receipts r ON r.stream = s.stream
    SET s.refold_at = '2000-01-01', s.version = s.version + 1
    WHERE r.refund_kind IN ('partial', 'full') AND r.refunded_minor < r.amount_minor`);
};

/** Nothing to undo: the previous release folds a stream its own way when the next alert arrives. */
export const down: Migration = async () => undefined;
