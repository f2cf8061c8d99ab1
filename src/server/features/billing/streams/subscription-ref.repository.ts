/**
 * Which subscriptions at Paddle pay for which of our streams. A reference belongs to one stream for good; of the
 * references of a stream, the one that nothing has superseded is current.
 */
import type { Sequelize, Transaction } from 'sequelize';
import { execute } from '#server/platform/database/plain-statement.ts';
import { inList, millisecondsOf, preparedSelect } from '#server/platform/database/prepared-select.ts';
import type { PaddleProduct, PaddleRef } from '#server/platform/paddle/reference.ts';

export interface SubscriptionRef {
  stream: string;
  ref: PaddleRef;
  /** When it took the place of the one before it; null for the one that the stream began with. */
  linkedAt: Date | null;
  /** When another one took its place; null for the current one. */
  supersededAt: Date | null;
}

/** Instants as milliseconds since 1970. */
export interface SubscriptionRefRow {
  paddleProduct: PaddleProduct;
  kind: PaddleRef['kind'];
  id: string;
  linkedAt: number | null;
  supersededAt: number | null;
}

export const refColumns = (table: string): string =>
  `${table}.paddle_product AS paddleProduct, ${table}.kind, ${table}.id,
   ${millisecondsOf(`${table}.linked_at`)} AS linkedAt, ${millisecondsOf(`${table}.superseded_at`)} AS supersededAt`;

const instantOf = (milliseconds: number | null): Date | null =>
  milliseconds === null ? null : new Date(milliseconds);

export const toSubscriptionRef = (stream: string, row: SubscriptionRefRow): SubscriptionRef => ({
  stream,
  ref: { paddleProduct: row.paddleProduct, kind: row.kind, id: row.id },
  linkedAt: instantOf(row.linkedAt),
  supersededAt: instantOf(row.supersededAt),
});

export type SubscriptionRefRepository = ReturnType<typeof subscriptionRefRepository>;

export function subscriptionRefRepository(db: Sequelize, transaction?: Transaction) {
  type Row = SubscriptionRefRow & { stream: string };
  const select = async (where: string, values: readonly string[]): Promise<SubscriptionRef[]> =>
    (
      await preparedSelect<Row>(
        db,
        `SELECT r.stream, ${refColumns('r')} FROM subscription_refs r WHERE ${where}`,
        values,
        transaction,
      )
    ).map((row) => toSubscriptionRef(row.stream, row));

  const toValues = ({ stream, ref, linkedAt, supersededAt }: SubscriptionRef) => [
    ...[stream, ref.paddleProduct, ref.kind, ref.id],
    ...[linkedAt, supersededAt],
  ];

  /** Sorted, so that two transactions that write the same ones cannot deadlock. Answers how many rows changed. */
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
    /** Those of some references that are known: one statement for each of Paddle's products. */
    async find(refs: readonly PaddleRef[]): Promise<SubscriptionRef[]> {
      const found: SubscriptionRef[] = [];
      for (const product of new Set(refs.map(({ paddleProduct }) => paddleProduct))) {
        const ids = refs.flatMap(({ paddleProduct, id }) => (paddleProduct === product ? [id] : []));
        const { list, values } = inList(ids);
        found.push(
          ...(await select(`r.paddle_product = ? AND r.kind = 'subscription' AND r.id IN ${list}`, [
            product,
            ...values,
          ])),
        );
      }
      return found;
    },

    /** The current reference of each of some streams; a stream that is about no subscription has none. */
    async currentOf(streams: readonly string[]): Promise<Map<string, PaddleRef>> {
      if (streams.length === 0) return new Map();
      const { list, values } = inList(streams);
      const current = await select(`r.stream IN ${list} AND r.superseded_at IS NULL`, values);
      return new Map(current.map(({ stream, ref }) => [stream, ref]));
    },

    /** All references of some streams, in the order in which they were linked. */
    async listByStreams(streams: readonly string[]): Promise<SubscriptionRef[]> {
      if (streams.length === 0) return [];
      const { list, values } = inList(streams);
      return select(`r.stream IN ${list} ORDER BY r.stream, r.linked_at, r.id`, values);
    },

    /**
     * Adds references to the streams that they open. One that is known, because another process was first, keeps its
     * stream. Answers whether all were added.
     */
    open: async (refs: readonly Pick<SubscriptionRef, 'stream' | 'ref'>[]): Promise<boolean> =>
      (await insert(
        refs.map((one) => ({ ...one, linkedAt: null, supersededAt: null })),
        'ON DUPLICATE KEY UPDATE stream = stream',
      )) === refs.length,

    /** Adds references. Throws `UniqueConstraintError` when one is known, so that none changes its stream. */
    async add(refs: readonly SubscriptionRef[]): Promise<void> {
      if (refs.length > 0) await insert(refs);
    },

    /** Writes when references that are known were linked and superseded. */
    async update(refs: readonly SubscriptionRef[]): Promise<void> {
      const values = 'linked_at = VALUES(linked_at), superseded_at = VALUES(superseded_at)';
      if (refs.length > 0) await insert(refs, `ON DUPLICATE KEY UPDATE ${values}`);
    },
  };
}
