/**
 * Stores which Paddle subscriptions pay for which streams. A reference belongs to one stream. It changes its stream at
 * most once, when its subscription turns out to continue the licence of another one. A stream's current reference is
 * the one that hasn't been superseded.
 */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import {
  column,
  execute,
  millisecondsOf,
  select,
  type Values,
  wordColumn,
} from '#server/platform/database/statements.ts';
import { ConcurrencyConflictError } from '#server/platform/database/transactions.ts';
import type { PaddleProduct, PaddleRef } from '#server/platform/paddle/reference.ts';

export interface SubscriptionRef {
  stream: string;
  ref: PaddleRef;
  /** When this subscription replaced the previous one; null for the stream's first subscription. */
  linkedAt: Date | null;
  /** When this subscription was replaced; null for the current one. */
  supersededAt: Date | null;
}

export const SubscriptionRefRow = z.object({
  paddleProduct: wordColumn<PaddleProduct>(),
  kind: wordColumn<PaddleRef['kind']>(),
  id: column.text,
  linkedAt: column.milliseconds.nullable(),
  supersededAt: column.milliseconds.nullable(),
});
type SubscriptionRefRow = z.output<typeof SubscriptionRefRow>;
const RowOfStream = SubscriptionRefRow.extend({ stream: column.text });

export const refColumns = (table: string): string =>
  `${table}.paddle_product AS paddleProduct, ${table}.kind, ${table}.id,
   ${millisecondsOf(`${table}.linked_at`)} AS linkedAt, ${millisecondsOf(`${table}.superseded_at`)} AS supersededAt`;

export const toSubscriptionRef = (stream: string, row: SubscriptionRefRow): SubscriptionRef => ({
  stream,
  ref: { paddleProduct: row.paddleProduct, kind: row.kind, id: row.id },
  linkedAt: row.linkedAt,
  supersededAt: row.supersededAt,
});

export type SubscriptionRefRepository = ReturnType<typeof subscriptionRefRepository>;

export function subscriptionRefRepository(db: Sequelize, transaction?: Transaction) {
  const list = async (where: string, values: Values): Promise<SubscriptionRef[]> => {
    const sql = `SELECT r.stream, ${refColumns('r')} FROM subscription_refs r WHERE ${where}`;
    const rows = await select(db, RowOfStream, sql, values, transaction);
    return rows.map(({ stream, ...row }) => toSubscriptionRef(stream, row));
  };

  const toValues = ({ stream, ref, linkedAt, supersededAt }: SubscriptionRef) => [
    ...[stream, ref.paddleProduct, ref.kind, ref.id],
    ...[linkedAt, supersededAt],
  ];

  /**
   * Inserts the rows in a fixed order, so that two transactions that write the same rows can't deadlock. Returns the
   * number of changed rows.
   */
  const insert = (refs: readonly SubscriptionRef[], onDuplicate = ''): Promise<number> => {
    const sorted = [...refs].sort((a, b) => (a.ref.id < b.ref.id ? -1 : 1));
    return execute(
      db,
      `INSERT INTO subscription_refs (stream, paddle_product, kind, id, linked_at, superseded_at)
       VALUES ${sorted.map(() => '(?, ?, ?, ?, ?, ?)').join(', ')} ${onDuplicate}`,
      sorted.flatMap(toValues),
      transaction,
    );
  };

  return {
    /** Returns the stored rows of the given references. Runs one query for each Paddle product. */
    async find(refs: readonly PaddleRef[]): Promise<SubscriptionRef[]> {
      const found: SubscriptionRef[] = [];
      for (const product of new Set(refs.map(({ paddleProduct }) => paddleProduct))) {
        const ids = refs.flatMap(({ paddleProduct, id }) => (paddleProduct === product ? [id] : []));
        const where = "r.paddle_product = ? AND r.kind = 'subscription' AND r.id IN (?)";
        found.push(...(await list(where, [product, ids])));
      }
      return found;
    },

    /** Returns the current reference of each stream. Streams that aren't about a subscription have none. */
    async currentOf(streams: readonly string[]): Promise<Map<string, PaddleRef>> {
      if (streams.length === 0) return new Map();
      const current = await list('r.stream IN (?) AND r.superseded_at IS NULL', [streams]);
      return new Map(current.map(({ stream, ref }) => [stream, ref]));
    },

    /**
     * Returns all references of the given streams. The references of each stream are in the order in which they were
     * linked.
     */
    async listByStreams(streams: readonly string[]): Promise<SubscriptionRef[]> {
      if (streams.length === 0) return [];
      return list('r.stream IN (?) ORDER BY r.stream, r.linked_at, r.id', [streams]);
    },

    /**
     * Adds references to the streams that they open. If another process has already added a reference, it keeps its
     * stream. Returns true if all were added.
     */
    open: async (refs: readonly Pick<SubscriptionRef, 'stream' | 'ref'>[]): Promise<boolean> =>
      (await insert(
        refs.map((one) => ({ ...one, linkedAt: null, supersededAt: null })),
        'ON DUPLICATE KEY UPDATE stream = stream',
      )) === refs.length,

    /**
     * Adds references. Throws `UniqueConstraintError` if one of them already exists, so that a reference never changes
     * its stream.
     */
    async add(refs: readonly SubscriptionRef[]): Promise<void> {
      if (refs.length > 0) await insert(refs);
    },

    /**
     * Moves a reference to another stream. Throws `ConcurrencyConflictError` if it doesn't belong to the stream `from`
     * any longer.
     */
    async move(ref: PaddleRef, { from, to }: { from: string; to: string }): Promise<void> {
      const changed = await execute(
        db,
        `UPDATE subscription_refs SET stream = ?
         WHERE paddle_product = ? AND kind = ? AND id = ? AND stream = ?`,
        [to, ref.paddleProduct, ref.kind, ref.id, from],
        transaction,
      );
      if (changed !== 1) throw new ConcurrencyConflictError('the stream of a subscription');
    },

    /** Updates the times at which existing references were linked and superseded. */
    async update(refs: readonly SubscriptionRef[]): Promise<void> {
      const values = 'linked_at = VALUES(linked_at), superseded_at = VALUES(superseded_at)';
      if (refs.length > 0) await insert(refs, `ON DUPLICATE KEY UPDATE ${values}`);
    },
  };
}
