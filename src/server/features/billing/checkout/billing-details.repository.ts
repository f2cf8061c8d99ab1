/**
 * Stores the company and VAT number that customers give for a pay link. Paddle doesn't report them, so receipts refer
 * to these rows. A row is erased with its account.
 */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import type { Retention } from '#server/platform/database/purge-expired.ts';
import { column, execute, insert, millisecondsOf, select } from '#server/platform/database/statements.ts';

/**
 * Details that no receipt refers to are deleted once the pay link can't have been paid unnoticed: Paddle's history,
 * from which lost alerts are fetched, goes back 90 days. Receipts are looked for too, because a process of the previous
 * release may have stored one without marking its details as used.
 */
export const billingDetailsRetention: Retention = {
  table: 'billing_details',
  where: `is_used = 0 AND given_at < :unusedAgo
    AND NOT EXISTS (SELECT 1 FROM receipts WHERE receipts.billing_details_id = billing_details.id)`,
  daysAgo: { unusedAgo: 100 },
  clock: 'business',
  order: 'given_at, id',
};

const Row = z.object({
  id: column.text,
  userId: column.number,
  companyName: column.text,
  vatNumber: column.text,
  givenAt: column.milliseconds,
});
export type BillingDetails = z.output<typeof Row>;

export type BillingDetailsRepository = ReturnType<typeof billingDetailsRepository>;

export function billingDetailsRepository(db: Sequelize, transaction?: Transaction) {
  return {
    async add(details: BillingDetails): Promise<void> {
      await insert(
        db,
        `INSERT INTO billing_details (id, user_id, company_name, vat_number, given_at)
         VALUES (:id, :userId, :companyName, :vatNumber, :givenAt)`,
        { ...details },
        transaction,
      );
    },

    /** Marks details to which a receipt refers, so that they are kept as long as their account. */
    async markUsed(ids: readonly string[]): Promise<void> {
      if (ids.length === 0) return;
      const sql = 'UPDATE billing_details SET is_used = 1 WHERE id IN (?) AND is_used = 0';
      await execute(db, sql, [ids], transaction);
    },

    /** Returns everything that a customer has given, oldest first, whether or not it was paid. */
    listForUser: (userId: number): Promise<BillingDetails[]> =>
      select(
        db,
        Row,
        `SELECT id, user_id AS userId, company_name AS companyName, vat_number AS vatNumber,
           ${millisecondsOf('given_at')} AS givenAt
         FROM billing_details WHERE user_id = ? ORDER BY given_at, id`,
        [userId],
        transaction,
      ),
  };
}
