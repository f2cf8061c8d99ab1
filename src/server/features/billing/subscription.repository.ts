/** Subscriptions as folded from the event log. */
import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  type Model,
  QueryTypes,
  type Sequelize,
  type Transaction,
} from 'sequelize';
import { modelOf } from '#server/platform/database/define-model.ts';
import { insertRows } from '#server/platform/database/insert-rows.ts';
import { columnList, inList, preparedSelect } from '#server/platform/database/prepared-select.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import type { SubscriptionProjection } from './fold/projection.ts';

export interface Subscription extends SubscriptionProjection {
  stream: string;
  userId: number | null;
}

/** As it is stored: the ids of Paddle Classic's subscriptions are numbers, and so is the column. */
interface StoredSubscription extends Omit<Subscription, 'ref'> {
  paddleSubscriptionId: number;
}

interface SubscriptionRow
  extends Model<InferAttributes<SubscriptionRow>, InferCreationAttributes<SubscriptionRow>>,
    StoredSubscription {
  id: CreationOptional<number>;
}

const attributes = () => ({
  id: { type: DataTypes.BIGINT.UNSIGNED, autoIncrement: true, primaryKey: true },
  stream: { type: DataTypes.STRING(64), allowNull: false },
  userId: DataTypes.BIGINT.UNSIGNED,
  paddleSubscriptionId: { type: DataTypes.BIGINT.UNSIGNED, allowNull: false },
  paddleUserId: DataTypes.BIGINT.UNSIGNED,
  paddlePlanId: { type: DataTypes.BIGINT.UNSIGNED, allowNull: false },
  contactEmail: DataTypes.STRING(254),
  status: { type: DataTypes.STRING, allowNull: false },
  quantity: { type: DataTypes.INTEGER.UNSIGNED, allowNull: false },
  startedOn: DataTypes.DATEONLY,
  trialEndsOn: DataTypes.DATEONLY,
  nextBillOn: DataTypes.DATEONLY,
  pausedFrom: DataTypes.DATEONLY,
  pausedReason: DataTypes.STRING,
  endsOn: DataTypes.DATEONLY,
  failedAttempts: { type: DataTypes.INTEGER.UNSIGNED, allowNull: false },
  nextRetryOn: DataTypes.DATEONLY,
  updateUrl: DataTypes.STRING(2048),
  cancelUrl: DataTypes.STRING(2048),
});

/** Every read's columns; one that is missing does not compile. */
const columns = columnList({
  stream: 'stream',
  userId: 'user_id',
  paddleSubscriptionId: 'paddle_subscription_id',
  paddleUserId: 'paddle_user_id',
  paddlePlanId: 'paddle_plan_id',
  contactEmail: 'contact_email',
  status: 'status',
  quantity: 'quantity',
  startedOn: 'CAST(started_on AS CHAR)',
  trialEndsOn: 'CAST(trial_ends_on AS CHAR)',
  nextBillOn: 'CAST(next_bill_on AS CHAR)',
  pausedFrom: 'CAST(paused_from AS CHAR)',
  pausedReason: 'paused_reason',
  endsOn: 'CAST(ends_on AS CHAR)',
  failedAttempts: 'failed_attempts',
  nextRetryOn: 'CAST(next_retry_on AS CHAR)',
  updateUrl: 'update_url',
  cancelUrl: 'cancel_url',
} satisfies Record<keyof StoredSubscription, string>);

const toSubscription = ({ paddleSubscriptionId, ...row }: StoredSubscription): Subscription => ({
  ...row,
  ref: classicRef('subscription', paddleSubscriptionId),
});

const toStored = ({ ref, ...row }: Subscription): StoredSubscription => ({
  ...row,
  paddleSubscriptionId: Number(ref.id),
});

export type SubscriptionRepository = ReturnType<typeof subscriptionRepository>;

export function subscriptionRepository(db: Sequelize, transaction?: Transaction) {
  const subscriptions = modelOf<SubscriptionRow>(db, 'subscriptions', attributes);
  const scope = transaction ? { transaction } : {};

  const select = async (where: string, replacements: Record<string, unknown>): Promise<Subscription[]> => {
    const rows = await db.query<StoredSubscription>(`SELECT ${columns} FROM subscriptions WHERE ${where}`, {
      type: QueryTypes.SELECT,
      replacements,
      ...scope,
    });
    return rows.map(toSubscription);
  };

  return {
    async listByStreams(streams: readonly string[]): Promise<Map<string, Subscription>> {
      if (streams.length === 0) return new Map();
      const { list, values } = inList(streams);
      const rows = await preparedSelect<StoredSubscription>(
        db,
        `SELECT ${columns} FROM subscriptions WHERE stream IN ${list}`,
        values,
        transaction,
      );
      return new Map(rows.map((row) => [row.stream, toSubscription(row)]));
    },

    listForUser: (userId: number): Promise<Subscription[]> => select('user_id = :userId', { userId }),

    /** All of them after that stream, in the order of their streams: to go through every one. */
    listAfter: (stream: string, limit: number): Promise<Subscription[]> =>
      select('stream > :stream ORDER BY stream LIMIT :limit', { stream, limit }),

    /** Adds subscriptions, or replaces those of the same stream. */
    async save(rows: readonly Subscription[]): Promise<void> {
      const stored = rows.map(toStored);
      const [first] = stored;
      if (!first) return;
      const { stream: _stream, ...changeable } = first;
      await insertRows(subscriptions, stored, {
        update: Object.keys(changeable) as (keyof typeof changeable)[],
        ...scope,
      });
    },
  };
}
