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
import type { SubscriptionProjection } from './fold/projection.ts';

export interface Subscription extends SubscriptionProjection {
  stream: string;
  userId: number | null;
}

interface SubscriptionRow
  extends Model<InferAttributes<SubscriptionRow>, InferCreationAttributes<SubscriptionRow>>,
    Subscription {
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
} satisfies Record<keyof Subscription, string>);

export type SubscriptionRepository = ReturnType<typeof subscriptionRepository>;

export function subscriptionRepository(db: Sequelize, transaction?: Transaction) {
  const subscriptions = modelOf<SubscriptionRow>(db, 'subscriptions', attributes);
  const scope = transaction ? { transaction } : {};

  const select = (where: string, replacements: Record<string, unknown>) =>
    db.query<Subscription>(`SELECT ${columns} FROM subscriptions WHERE ${where}`, {
      type: QueryTypes.SELECT,
      replacements,
      ...scope,
    });

  return {
    async listByStreams(streams: readonly string[]): Promise<Map<string, Subscription>> {
      if (streams.length === 0) return new Map();
      const { list, values } = inList(streams);
      const rows = await preparedSelect<Subscription>(
        db,
        `SELECT ${columns} FROM subscriptions WHERE stream IN ${list}`,
        values,
        transaction,
      );
      return new Map(rows.map((row) => [row.stream, row]));
    },

    listForUser: (userId: number): Promise<Subscription[]> => select('user_id = :userId', { userId }),

    /** All of them after that Paddle id, in its order: to go through every one. */
    listAfter: (paddleSubscriptionId: number, limit: number): Promise<Subscription[]> =>
      select('paddle_subscription_id > :paddleSubscriptionId ORDER BY paddle_subscription_id LIMIT :limit', {
        paddleSubscriptionId,
        limit,
      }),

    /** Adds subscriptions, or writes those of the same stream anew. */
    async save(rows: readonly Subscription[]): Promise<void> {
      const [first] = rows;
      if (!first) return;
      const { stream: _stream, ...changeable } = first;
      await insertRows(subscriptions, rows, {
        update: Object.keys(changeable) as (keyof typeof changeable)[],
        ...scope,
      });
    },
  };
}
