/** Finds the customers whose search words or facts may be out of date, page by page. Writes nothing. */
import type { Sequelize } from 'sequelize';
import { z } from 'zod';
import { column, select } from '#server/platform/database/statements.ts';

const IdRow = z.object({ id: column.number });
const ChangedRow = z.object({ id: column.number, at: column.instant });
const ChangedLicence = ChangedRow.extend({ userId: column.number.nullable() });

/** Place in a list that is ordered by the time of the last change. */
export interface ChangePosition {
  at: Date;
  id: number;
}

const isAfter = '(updated_at > :at OR (updated_at = :at AND id > :id))';
const inOrder = 'updated_at >= :at AND ';

export type ChangedCustomerRepository = ReturnType<typeof changedCustomerRepository>;

export function changedCustomerRepository(db: Sequelize) {
  return {
    /** Returns the IDs of the accounts that come after this one. */
    async listAfter(id: number, limit: number): Promise<number[]> {
      const sql = 'SELECT id FROM users WHERE id > ? ORDER BY id LIMIT ?';
      return (await select(db, IdRow, sql, [id, limit])).map((row) => row.id);
    },

    /** Returns the accounts that were changed after the position, in the order of their changes. */
    changedAccounts: ({ at, id }: ChangePosition, limit: number): Promise<ChangePosition[]> =>
      select(
        db,
        ChangedRow,
        `SELECT id, updated_at AS at FROM users WHERE ${inOrder}${isAfter} ORDER BY updated_at, id LIMIT :limit`,
        { at, id, limit },
      ),

    /** Returns the licences that were changed after the position, in the order of their changes. */
    changedLicences: (
      { at, id }: ChangePosition,
      limit: number,
    ): Promise<(ChangePosition & { userId: number | null })[]> =>
      select(
        db,
        ChangedLicence,
        `SELECT id, updated_at AS at, user_id AS userId FROM licences
         WHERE ${inOrder}${isAfter} ORDER BY updated_at, id LIMIT :limit`,
        { at, id, limit },
      ),
  };
}
