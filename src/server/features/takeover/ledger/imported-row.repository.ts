/** Stores which rows of the PHP portal were imported, with digests of their values as they were imported. */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import { column, execute, jsonColumn, select } from '#server/platform/database/statements.ts';

const ImportedRow = z.object({
  table: column.text,
  id: column.text,
  /** Whose row it is. */
  accountId: column.number,
  digests: jsonColumn(z.record(z.string(), z.string())),
  /** `gone`: the row was deleted, here or there. */
  state: z.enum(['came', 'gone']),
});
export type ImportedRow = z.output<typeof ImportedRow>;

const columns = 'source_table AS `table`, source_id AS id, account_id AS accountId, digests, state';

export type ImportedRowRepository = ReturnType<typeof importedRowRepository>;

export function importedRowRepository(db: Sequelize, transaction?: Transaction) {
  return {
    /** Returns what was imported for these accounts. */
    listOf: (accountIds: readonly number[]): Promise<ImportedRow[]> =>
      accountIds.length === 0
        ? Promise.resolve([])
        : select(
            db,
            ImportedRow,
            `SELECT ${columns} FROM imported_rows WHERE account_id IN (?)`,
            [accountIds],
            transaction,
          ),

    /** Returns the imported accounts whose numbers are greater than `after` and at most `upTo`. */
    async accountsBetween(after: number, upTo: number, limit: number): Promise<number[]> {
      const sql = `SELECT account_id AS id FROM imported_rows
        WHERE account_id > ? AND account_id <= ? AND source_table = 'users' AND state = 'came'
        ORDER BY account_id LIMIT ?`;
      const rows = await select(db, z.object({ id: column.number }), sql, [after, upTo, limit], transaction);
      return rows.map(({ id }) => id);
    },

    /** Returns whether nothing was imported yet. */
    async isEmpty(): Promise<boolean> {
      const sql = "SELECT 1 AS one FROM imported_rows WHERE source_table = 'users' LIMIT 1";
      return (await select(db, z.object({ one: column.number }), sql, [], transaction)).length === 0;
    },

    async save(rows: readonly ImportedRow[], at: Date): Promise<void> {
      if (rows.length === 0) return;
      await execute(
        db,
        `INSERT INTO imported_rows (source_table, source_id, account_id, digests, state, imported_at)
         VALUES ${rows.map(() => '(?, ?, ?, ?, ?, ?)').join(', ')}
         ON DUPLICATE KEY UPDATE account_id = VALUES(account_id), digests = VALUES(digests), state = VALUES(state),
           imported_at = VALUES(imported_at)`,
        rows.flatMap(({ table, id, accountId, digests, state }) => [
          ...[table, id, accountId, JSON.stringify(digests), state, at],
        ]),
        transaction,
      );
    },

    /** Removes the digests of an account that is erased. That it was imported stays known, so that it never returns. */
    async forget(accountId: number): Promise<void> {
      const sql = "UPDATE imported_rows SET digests = '{}', state = 'gone' WHERE account_id = ?";
      await execute(db, sql, [accountId], transaction);
    },
  };
}
