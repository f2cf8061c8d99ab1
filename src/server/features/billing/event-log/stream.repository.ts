/** Stores the head of each stream of the event log: its version, its owner, and when it is due to be folded again. */
import {
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  literal,
  type Model,
  Op,
  type Sequelize,
  type Transaction,
} from 'sequelize';
import { z } from 'zod';
import { foldRules } from '#server/features/billing/fold/fold-rules.ts';
import {
  refColumns,
  type SubscriptionRef,
  SubscriptionRefRow,
  toSubscriptionRef,
} from '#server/features/billing/streams/subscription-ref.repository.ts';
import { modelOf } from '#server/platform/database/define-model.ts';
import { insertRows } from '#server/platform/database/insert-rows.ts';
import { updateRows } from '#server/platform/database/rows/update-rows.ts';
import { column, execute, select, type Values, wordColumn } from '#server/platform/database/statements.ts';
import { ConcurrencyConflictError } from '#server/platform/database/transactions.ts';
import { comparableAddress } from '#shared/identity/email-address.ts';
import { figuredStreams } from './figured-streams.repository.ts';
import { outdatedStreams } from './outdated-streams.repository.ts';

/**
 * How the owner was determined: by the passthrough of the portal's pay link, a grant, an administrator's decision or a
 * verified address.
 */
export type Ownership = 'passthrough' | 'granted' | 'administrator' | 'verified_email';

/** The owner of a stream, and what its alerts say about the buyer. */
export interface Owner {
  userId: number | null;
  ownedBy: Ownership | null;
  paddleUserId: number | null;
  /** The buyer's address, normalized by `comparableAddress`; null if the alerts contain none. */
  buyerEmail: string | null;
}

export interface StreamHead extends Owner {
  stream: string;
  version: number;
}

interface StreamRow
  extends Model<InferAttributes<StreamRow>, InferCreationAttributes<StreamRow>>,
    StreamHead {
  refoldAt: Date | null;
  /** The version of the rules that the stream was folded by, and the version of the stream that they made. */
  foldedRules: number;
  foldedVersion: number;
  /** Whether the figures of the overview don't include the stream as it is now; null if they do. */
  isUnfigured: true | null;
}

const attributes = () => ({
  stream: { type: DataTypes.STRING(64), primaryKey: true },
  version: { type: DataTypes.INTEGER.UNSIGNED, allowNull: false },
  refoldAt: DataTypes.DATE(3),
  foldedRules: { type: DataTypes.SMALLINT.UNSIGNED, allowNull: false },
  foldedVersion: { type: DataTypes.INTEGER.UNSIGNED, allowNull: false },
  isUnfigured: DataTypes.BOOLEAN,
  userId: DataTypes.BIGINT.UNSIGNED,
  ownedBy: DataTypes.STRING(16),
  paddleUserId: DataTypes.BIGINT.UNSIGNED,
  buyerEmail: DataTypes.STRING(254),
});

const Head = z.object({
  stream: column.text,
  version: column.number,
  userId: column.number.nullable(),
  ownedBy: wordColumn<Ownership>().nullable(),
  paddleUserId: column.number.nullable(),
  buyerEmail: column.text.nullable(),
}) satisfies z.ZodType<StreamHead>;
const Stream = Head.pick({ stream: true });
const Address = z.object({ address: column.text });
const Joined = Head.extend({
  paddleProduct: SubscriptionRefRow.shape.paddleProduct.nullable(),
  kind: SubscriptionRefRow.shape.kind.nullable(),
  id: SubscriptionRefRow.shape.id.nullable(),
  linkedAt: SubscriptionRefRow.shape.linkedAt,
  supersededAt: SubscriptionRefRow.shape.supersededAt,
});

const columns = `version, user_id AS userId, owned_by AS ownedBy, paddle_user_id AS paddleUserId,
  buyer_email AS buyerEmail`;

export type StreamRepository = ReturnType<typeof streamRepository>;

export function streamRepository(db: Sequelize, transaction?: Transaction) {
  const streams = modelOf<StreamRow>(db, 'event_streams', attributes, { timestamps: false });
  const scope = transaction ? { transaction } : {};

  const find = (where: string, values: Values): Promise<StreamHead[]> =>
    select(db, Head, `SELECT stream, ${columns} FROM event_streams WHERE ${where}`, values, transaction);

  const due = (
    refoldAt: Date,
    names: readonly string[],
    more: { version?: ReturnType<typeof literal>; isUnfigured?: true } = {},
  ) => streams.update({ refoldAt, ...more }, { where: { stream: [...names] }, ...scope });

  async function makeDue(names: readonly string[], at: Date): Promise<void> {
    // Incrementing the version makes a concurrent fold fail and start over, because that fold may have read the stream
    // before the change that makes it due.
    if (names.length > 0) await due(at, names, { version: literal('version + 1'), isUnfigured: true });
  }

  return {
    ...figuredStreams(db, transaction),
    ...outdatedStreams(db, transaction),

    /** Returns the heads that exist, keyed by stream. */
    async find(names: readonly string[]): Promise<Map<string, StreamHead>> {
      if (names.length === 0) return new Map();
      const rows = await find('stream IN (?)', [names]);
      return new Map(rows.map((row) => [row.stream, row]));
    },

    /**
     * Returns the heads that exist, each with the Paddle subscriptions that pay for its stream. Runs a single query.
     */
    async findWithRefs(
      names: readonly string[],
    ): Promise<Map<string, { head: StreamHead; refs: SubscriptionRef[] }>> {
      const found = new Map<string, { head: StreamHead; refs: SubscriptionRef[] }>();
      if (names.length === 0) return found;
      const rows = await select(
        db,
        Joined,
        `SELECT s.stream, ${columns}, ${refColumns('r')}
         FROM event_streams s LEFT JOIN subscription_refs r ON r.stream = s.stream WHERE s.stream IN (?)`,
        [names],
        transaction,
      );
      for (const { paddleProduct, kind, id, linkedAt, supersededAt, ...head } of rows) {
        const one = found.get(head.stream) ?? { head, refs: [] };
        found.set(head.stream, one);
        if (paddleProduct && kind && id)
          one.refs.push(toSubscriptionRef(head.stream, { paddleProduct, kind, id, linkedAt, supersededAt }));
      }
      return found;
    },

    /** Adds heads with version 1. Throws `UniqueConstraintError` if another process has added one of them. */
    async add(heads: readonly (Owner & { stream: string })[]): Promise<void> {
      await insertRows(
        streams,
        heads.map((head) => ({
          ...{ ...head, version: 1, refoldAt: null },
          ...{ foldedRules: foldRules, foldedVersion: 1, isUnfigured: true as const },
        })),
        scope,
      );
    },

    /**
     * Increments the versions of the heads, clears their due time and notes by which rules they are folded. Throws
     * `ConcurrencyConflictError` if another process has changed one of them since it was read.
     */
    async advance(heads: readonly StreamHead[]): Promise<void> {
      if (heads.length === 0) return;
      const cases = heads.map(() => 'WHEN ? THEN ?').join(' ');
      const names = heads.map(({ stream }) => stream);
      const changed = await execute(
        db,
        // A database may evaluate `version` after it has been set, so that comes last.
        `UPDATE event_streams SET folded_rules = ?, folded_version = version + 1, refold_at = NULL,
           is_unfigured = 1, version = version + 1
         WHERE stream IN (?) AND version = CASE stream ${cases} END`,
        [foldRules, names, ...heads.flatMap((head) => [head.stream, head.version])],
        transaction,
      );
      if (changed !== heads.length) throw new ConcurrencyConflictError('a stream of the event log');
    },

    /**
     * Locks the heads of the streams until the transaction ends. Nothing can be applied to these streams meanwhile.
     * Throws `ConcurrencyConflictError` if another process has applied something to one of them since the first read of
     * the transaction, because what the transaction has read about that stream is then outdated.
     */
    async hold(names: readonly string[]): Promise<void> {
      if (names.length === 0) return;
      const versions = ({ stream, version }: StreamHead): string => `${stream} ${version}`;
      // A plain read returns the version at the transaction's first read; a locking read returns the latest one.
      const read = await find('stream IN (?) ORDER BY stream', [names]);
      const latest = await find('stream IN (?) ORDER BY stream FOR UPDATE', [names]);
      if (read.map(versions).join() !== latest.map(versions).join())
        throw new ConcurrencyConflictError('a stream of the event log');
    },

    /** Stores the owners of streams. The same transaction must have incremented their versions. */
    async setOwners(heads: readonly StreamHead[]): Promise<void> {
      await updateRows(
        db,
        {
          table: 'event_streams',
          key: 'stream',
          columns: ['user_id', 'owned_by', 'paddle_user_id', 'buyer_email'],
        },
        heads.map(({ stream, userId, ownedBy, paddleUserId, buyerEmail }) => ({
          key: stream,
          values: [userId, ownedBy, paddleUserId, buyerEmail],
        })),
        { transaction },
      );
    },

    /** Returns the streams of the given Paddle customers. */
    async listByPaddleUsers(paddleUserIds: readonly number[]): Promise<StreamHead[]> {
      if (paddleUserIds.length === 0) return [];
      return find('paddle_user_id IN (?) ORDER BY stream', [paddleUserIds]);
    },

    /** Returns the streams that the customer owns. */
    listByUser: (userId: number): Promise<StreamHead[]> => find('user_id = ? ORDER BY stream', [userId]),

    /** Returns the streams bought with the address, whether or not they have an owner. */
    listByBuyerEmail: (buyerEmail: string): Promise<StreamHead[]> =>
      find('buyer_email = ? ORDER BY stream', [comparableAddress(buyerEmail)]),

    /** Returns the streams bought with the address, in reverse alphabetical order, but `limit` at most. */
    listSomeByBuyerEmail: (buyerEmail: string, limit: number): Promise<StreamHead[]> =>
      find('buyer_email = ? ORDER BY stream DESC LIMIT ?', [comparableAddress(buyerEmail), limit]),

    /** Returns the unowned streams bought with one of these addresses. */
    async listUnclaimed(addresses: readonly string[]): Promise<StreamHead[]> {
      if (addresses.length === 0) return [];
      return find('user_id IS NULL AND buyer_email IN (?) ORDER BY stream', [
        addresses.map(comparableAddress),
      ]);
    },

    /** Returns the buyers' addresses of unowned streams, in alphabetical order, starting after `after`. */
    async listUnclaimedAddresses({ after, limit }: { after: string; limit: number }): Promise<string[]> {
      const rows = await select(
        db,
        Address,
        `SELECT DISTINCT buyer_email AS address FROM event_streams
         WHERE user_id IS NULL AND buyer_email > :after ORDER BY buyer_email LIMIT :limit`,
        { after, limit },
        transaction,
      );
      return rows.map(({ address }) => address);
    },

    /**
     * Returns the streams that the plan may affect: those with a subscription to it or a payment for it, and those with
     * a payment for an unknown plan, which may be this one. They are in alphabetical order, starting after `after`.
     */
    async listNamingPlan(
      { id, paddlePlanId }: { id: number; paddlePlanId: number },
      { after, limit }: { after: string; limit: number },
    ): Promise<string[]> {
      const some = (table: string, where: string) =>
        `(SELECT DISTINCT stream FROM ${table} WHERE ${where} AND stream > :after ORDER BY stream LIMIT :limit)`;
      const rows = await select(
        db,
        Stream,
        `${[
          some('subscriptions', 'paddle_plan_id = :paddlePlanId'),
          some('receipts', 'plan_id = :id'),
          some('receipts', 'plan_id IS NULL'),
        ].join(' UNION ')} ORDER BY stream LIMIT :limit`,
        { id, paddlePlanId, after, limit },
        transaction,
      );
      return rows.map((row) => row.stream);
    },

    /** Schedules streams to be folded again by the first sweep after the given time. */
    makeDue,

    /**
     * Schedules another fold for streams that this transaction has just folded, each at its own time. If a stream has
     * become due earlier in the meantime, the earlier time is kept.
     */
    async refoldAt(times: readonly { stream: string; at: Date }[]): Promise<void> {
      const instants = new Map(times.map(({ stream, at }) => [stream, at]));
      await updateRows(
        db,
        { table: 'event_streams', key: 'stream', columns: ['refold_at'] },
        times.map(({ stream, at }) => ({ key: stream, values: [at] })),
        {
          only: (keys) => ({
            sql: `(refold_at IS NULL OR refold_at > CASE stream ${keys.map(() => 'WHEN ? THEN ?').join(' ')} END)`,
            values: keys.flatMap((key) => [key, instants.get(key) ?? null]),
          }),
          transaction,
        },
      );
    },

    /**
     * Returns streams that are due. Postpones them to `leaseUntil`, so that another process can fold them then if this
     * one dies. Two processes may get the same stream; folding it twice does no harm.
     */
    async claimDue(now: Date, leaseUntil: Date, limit: number): Promise<string[]> {
      const rows = await streams.findAll({
        where: { refoldAt: { [Op.lte]: now } },
        order: [['refoldAt', 'ASC']],
        limit,
        ...scope,
      });
      const names = rows.map((row) => row.stream);
      if (names.length > 0) await due(leaseUntil, names);
      return names;
    },

    /** Returns the streams after the given one, in alphabetical order. */
    async listAfter(stream: string, limit: number): Promise<string[]> {
      const rows = await select(
        db,
        Stream,
        'SELECT DISTINCT stream FROM billing_events WHERE stream > :stream ORDER BY stream LIMIT :limit',
        { stream, limit },
        transaction,
      );
      return rows.map((row) => row.stream);
    },

    /**
     * Checks the next `limit` streams in the projection tables and returns those without an event in the log. Reads
     * each table in index order, starting at this page. `next` is where the following page starts; null after the last
     * page.
     */
    async pageWithoutEvents({
      after,
      limit,
    }: {
      after: string;
      limit: number;
    }): Promise<{ streams: string[]; next: string | null }> {
      const some = (table: string) =>
        `(SELECT DISTINCT stream FROM ${table} WHERE stream > :after ORDER BY stream LIMIT :limit)`;
      const rows = await select(
        db,
        Stream,
        `${['licences', 'subscriptions', 'receipts', 'flags'].map(some).join(' UNION ')} ORDER BY stream LIMIT :limit`,
        { after, limit },
        transaction,
      );
      const page = rows.map((row) => row.stream);
      if (page.length === 0) return { streams: [], next: null };
      const known = await select(
        db,
        Stream,
        'SELECT DISTINCT stream FROM billing_events WHERE stream IN (?)',
        [page],
        transaction,
      );
      const told = new Set(known.map((row) => row.stream));
      return {
        streams: page.filter((stream) => !told.has(stream)),
        next: page.length < limit ? null : (page.at(-1) ?? null),
      };
    },
  };
}
