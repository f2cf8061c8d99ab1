/** Stores flags, which are folded from the event log and mark what a person has to look at. */
import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  type Model,
  type Sequelize,
  type Transaction,
} from 'sequelize';
import { z } from 'zod';
import { modelOf } from '#server/platform/database/define-model.ts';
import { insertRows } from '#server/platform/database/insert-rows.ts';
import { column, execute, select, type Values, wordColumn } from '#server/platform/database/statements.ts';
import type { FlagKind } from '#shared/billing/flags.ts';
import type { FlagProjection } from './fold/projection.ts';

export interface Flag extends FlagProjection {
  stream: string;
}

interface FlagRow extends Model<InferAttributes<FlagRow>, InferCreationAttributes<FlagRow>>, Flag {
  id: CreationOptional<number>;
}

const attributes = () => ({
  id: { type: DataTypes.BIGINT.UNSIGNED, autoIncrement: true, primaryKey: true },
  reference: { type: DataTypes.STRING(128), allowNull: false },
  stream: { type: DataTypes.STRING(64), allowNull: false },
  kind: { type: DataTypes.STRING(32), allowNull: false },
  orderId: DataTypes.STRING(64),
  raisedAt: { type: DataTypes.DATE(3), allowNull: false },
  detail: { type: DataTypes.STRING(1024), allowNull: false },
  resolvedAt: DataTypes.DATE(3),
  wantedAt: DataTypes.DATE(3),
});

const FlagColumns = z.object({
  reference: column.text,
  stream: column.text,
  kind: wordColumn<FlagKind>(),
  orderId: column.text.nullable(),
  raisedAt: column.instant,
  detail: column.text,
  resolvedAt: column.instant.nullable(),
  wantedAt: column.instant.nullable(),
}) satisfies z.ZodType<Flag>;
const columns = `reference, stream, kind, order_id AS orderId, raised_at AS raisedAt, detail,
  resolved_at AS resolvedAt, wanted_at AS wantedAt`;

export type FlagRepository = ReturnType<typeof flagRepository>;

export function flagRepository(db: Sequelize, transaction?: Transaction) {
  const flags = modelOf<FlagRow>(db, 'flags', attributes, { timestamps: false });
  const scope = transaction ? { transaction } : {};

  const find = (where: string, values: Values): Promise<Flag[]> =>
    select(db, FlagColumns, `SELECT ${columns} FROM flags WHERE ${where}`, values, transaction);

  return {
    /** Returns the open flags, newest first. With `all`, returns resolved flags too. */
    list: ({ all = false, limit = 1_000 }: { all?: boolean; limit?: number } = {}): Promise<Flag[]> =>
      find(`${all ? '1 = 1' : 'resolved_at IS NULL'} ORDER BY raised_at DESC, id DESC LIMIT :limit`, {
        limit,
      }),

    /** Finds a flag by its reference. If flags of two streams have the same reference, prefers an open one. */
    async findByReference(reference: string): Promise<Flag | null> {
      const [flag] = await find('reference = :reference ORDER BY resolved_at IS NOT NULL, stream LIMIT 1', {
        reference,
      });
      return flag ?? null;
    },

    async listByStreams(streams: readonly string[]): Promise<Flag[]> {
      return streams.length === 0 ? [] : find('stream IN (?)', [streams]);
    },

    /** Returns the open flags of the given kind that name one of the streams in their detail. */
    async listOpenAgainst(kind: FlagProjection['kind'], streams: readonly string[]): Promise<Flag[]> {
      if (streams.length === 0) return [];
      return find('resolved_at IS NULL AND kind = :kind AND detail IN (:streams)', {
        kind,
        streams,
      });
    },

    /** Returns the open flags of the given kind in the order of their references, starting after `after`. */
    listOpenAfter(
      kind: FlagProjection['kind'],
      { after, limit }: { after: string; limit: number },
    ): Promise<Flag[]> {
      const where = 'resolved_at IS NULL AND kind = :kind AND reference > :after';
      return find(`${where} ORDER BY reference LIMIT :limit`, { kind, after, limit });
    },

    /** Adds flags. A flag replaces the stored one with the same stream and reference. */
    async save(rows: readonly Flag[]): Promise<void> {
      await insertRows(flags, rows, {
        update: ['kind', 'orderId', 'raisedAt', 'detail', 'resolvedAt', 'wantedAt'],
        ...scope,
      });
    },

    async remove(rows: readonly Pick<Flag, 'stream' | 'reference'>[]): Promise<void> {
      if (rows.length === 0) return;
      const sql = `DELETE FROM flags WHERE ${rows.map(() => '(stream = ? AND reference = ?)').join(' OR ')}`;
      await execute(
        db,
        sql,
        rows.flatMap(({ stream, reference }) => [stream, reference]),
        transaction,
      );
    },
  };
}
