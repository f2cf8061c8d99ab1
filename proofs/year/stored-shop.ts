/** Reads the portal's stored data directly from the database, in the format of the expected values. */
import { QueryTypes, type Sequelize } from 'sequelize';
import type { Deps } from '#server/deps.ts';
import { decryptKey } from '#server/features/licences/keys/stored-key.ts';
import type { CalendarDate } from '#shared/dates.ts';
import type { TrueReceipt } from './true-licence.ts';

export interface StoredLicence {
  stream: string;
  userId: number | null;
  planId: number;
  status: string;
  quantity: number;
  validUntil: CalendarDate;
}

export function readLicences(db: Sequelize): Promise<StoredLicence[]> {
  return db.query<StoredLicence>(
    `SELECT l.stream, l.user_id AS userId, p.plan_id_on_paddle AS planId, l.status, l.quantity,
       CAST(l.valid_until_at AS CHAR) AS validUntil
     FROM licences l JOIN plans p ON p.id = l.plan_id`,
    { type: QueryTypes.SELECT },
  );
}

export async function readReceipts(db: Sequelize): Promise<TrueReceipt[]> {
  const rows = await db.query<Omit<TrueReceipt, 'paidAt'> & { paidAt: Date }>(
    `SELECT r.order_id AS orderId, r.amount_minor AS amountMinor, r.tax_minor AS taxMinor, r.currency,
       r.quantity, r.receipt_url AS receiptUrl, r.paid_at AS paidAt, r.refund_kind AS refundKind,
       r.refunded_minor AS refundedMinor
     FROM receipts r`,
    { type: QueryTypes.SELECT },
  );
  return rows.map((row) => ({ ...row, paidAt: new Date(row.paidAt).toISOString() }));
}

/**
 * Returns the number of alerts in the log. Counts both those that were delivered and those that reconciliation found.
 */
export async function countAlerts(db: Sequelize): Promise<number> {
  const [row] = await db.query<{ alerts: number }>(
    "SELECT COUNT(*) AS alerts FROM billing_events WHERE source IN ('paddle_alert', 'reconciliation')",
    { type: QueryTypes.SELECT },
  );
  return row?.alerts ?? 0;
}

/**
 * Creates a function that returns the current licence keys in plain text, keyed by stream. Each call decrypts only the
 * licences that were issued since the previous call.
 */
export function keyReader(db: Sequelize, deps: Pick<Deps, 'keyVault'>) {
  let last = 0;
  const keys = new Map<string, string>();
  return async (): Promise<ReadonlyMap<string, string>> => {
    const rows = await db.query<{ id: number; stream: string; ciphertext: Buffer; keyVersion: Buffer }>(
      `SELECT l.id, l.stream, k.ciphertext, k.key_version AS keyVersion
       FROM licences l JOIN licence_keys k ON k.licence_id = l.id AND k.is_current = 1
       WHERE l.id > ? ORDER BY l.id`,
      { replacements: [last], type: QueryTypes.SELECT },
    );
    for (const { id, stream, ...stored } of rows) {
      keys.set(stream, decryptKey(deps.keyVault, id, stored));
      last = id;
    }
    return keys;
  };
}
