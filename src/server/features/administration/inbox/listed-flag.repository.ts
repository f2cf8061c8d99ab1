/** Reads the open flags of all customers as administrators list them. */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import { column, select, wordColumn } from '#server/platform/database/statements.ts';
import { type KeysetPlace, readingOrder } from '#server/platform/lists/keyset-page.ts';
import type { FlagKind } from '#shared/billing/flags.ts';

const FlagRow = z.object({
  id: column.number,
  reference: column.text,
  stream: column.text,
  kind: wordColumn<FlagKind>(),
  orderId: column.text.nullable(),
  raisedAt: column.instant,
  detail: column.text,
  wantedAt: column.instant.nullable(),
});
export type FlagRow = z.output<typeof FlagRow>;

export type ListedFlagRepository = ReturnType<typeof listedFlagRepository>;

export function listedFlagRepository(db: Sequelize, transaction?: Transaction) {
  return {
    /** Returns open flags, newest first: the newest ones, or those next to a position. */
    async listOpen(
      { kind }: { kind?: FlagKind | undefined },
      { limit, ...place }: KeysetPlace & { limit: number },
    ): Promise<FlagRow[]> {
      const { position, beyond, order, newestFirst } = readingOrder(place);
      const conditions = [
        'resolved_at IS NULL',
        ...(kind === undefined ? [] : ['kind = :kind']),
        ...(position === undefined
          ? []
          : [`raised_at ${beyond}= :at`, `(raised_at ${beyond} :at OR id ${beyond} :id)`]),
      ];
      const rows = await select(
        db,
        FlagRow,
        `SELECT id, reference, stream, kind, order_id AS orderId, raised_at AS raisedAt, detail,
           wanted_at AS wantedAt
         FROM flags WHERE ${conditions.join(' AND ')}
         ORDER BY raised_at ${order}, id ${order} LIMIT :limit`,
        { kind, at: position?.at, id: position?.id, limit },
        transaction,
      );
      return newestFirst(rows);
    },
  };
}
