/** Stores subscriptions, projected from the event log. */
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
import { column, columnList, select, type Values, wordColumn } from '#server/platform/database/statements.ts';
import type { PauseReason, SubscriptionStatus } from '#server/platform/paddle/facts.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import { CalendarDate } from '#shared/dates.ts';
import type { Money } from '#shared/money.ts';
import type { SubscriptionProjection } from './fold/projection.ts';

export interface Subscription extends SubscriptionProjection {
  stream: string;
  userId: number | null;
}

/** A row of the table. Subscription IDs of Paddle Classic are numbers, and so is the column. */
interface StoredSubscription
  extends Omit<Subscription, 'ref' | 'nextCharge' | 'periodPrice' | 'firstCharge'> {
  paddleSubscriptionId: number;
  nextChargeMinor: number | null;
  periodPriceMinor: number | null;
  firstChargeOn: CalendarDate | null;
  firstChargeMinor: number | null;
  /** Currency of all these amounts. */
  chargeCurrency: string | null;
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
  startedOn: { type: DataTypes.DATEONLY, allowNull: false },
  trialEndsOn: DataTypes.DATEONLY,
  nextBillOn: DataTypes.DATEONLY,
  pausedFrom: DataTypes.DATEONLY,
  pausedReason: DataTypes.STRING,
  endsOn: DataTypes.DATEONLY,
  failedAttempts: { type: DataTypes.INTEGER.UNSIGNED, allowNull: false },
  nextRetryOn: DataTypes.DATEONLY,
  updateUrl: DataTypes.STRING(2048),
  cancelUrl: DataTypes.STRING(2048),
  nextChargeMinor: DataTypes.BIGINT,
  periodPriceMinor: DataTypes.BIGINT,
  firstChargeOn: DataTypes.DATEONLY,
  firstChargeMinor: DataTypes.BIGINT,
  chargeCurrency: DataTypes.CHAR(3),
});

const Row = z.object({
  stream: column.text,
  userId: column.number.nullable(),
  paddleSubscriptionId: column.number,
  paddleUserId: column.number.nullable(),
  paddlePlanId: column.number,
  contactEmail: column.text.nullable(),
  status: wordColumn<SubscriptionStatus>(),
  quantity: column.number,
  startedOn: CalendarDate,
  trialEndsOn: CalendarDate.nullable(),
  nextBillOn: CalendarDate.nullable(),
  pausedFrom: CalendarDate.nullable(),
  pausedReason: wordColumn<PauseReason>().nullable(),
  endsOn: CalendarDate.nullable(),
  failedAttempts: column.number,
  nextRetryOn: CalendarDate.nullable(),
  updateUrl: column.text.nullable(),
  cancelUrl: column.text.nullable(),
  nextChargeMinor: column.number.nullable(),
  periodPriceMinor: column.number.nullable(),
  firstChargeOn: CalendarDate.nullable(),
  firstChargeMinor: column.number.nullable(),
  chargeCurrency: column.text.nullable(),
}) satisfies z.ZodType<StoredSubscription>;

/** The columns of every query. The compiler reports a column that is missing here. */
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
  nextChargeMinor: 'next_charge_minor',
  periodPriceMinor: 'period_price_minor',
  firstChargeOn: 'CAST(first_charge_on AS CHAR)',
  firstChargeMinor: 'first_charge_minor',
  chargeCurrency: 'charge_currency',
} satisfies Record<keyof StoredSubscription, string>);

function toSubscription(stored: StoredSubscription): Subscription {
  const { paddleSubscriptionId, nextChargeMinor, periodPriceMinor, firstChargeOn, ...others } = stored;
  const { firstChargeMinor, chargeCurrency: currency, ...row } = others;
  const money = (minor: number | null): Money | null =>
    minor === null || currency === null ? null : { minor, currency };
  const first = money(firstChargeMinor);
  return {
    ...row,
    ref: classicRef('subscription', paddleSubscriptionId),
    nextCharge: money(nextChargeMinor),
    periodPrice: money(periodPriceMinor),
    firstCharge: first && firstChargeOn !== null ? { amount: first, on: firstChargeOn } : null,
  };
}

const toStored = ({
  ref,
  nextCharge,
  periodPrice,
  firstCharge,
  ...row
}: Subscription): StoredSubscription => ({
  ...row,
  paddleSubscriptionId: Number(ref.id),
  nextChargeMinor: nextCharge?.minor ?? null,
  periodPriceMinor: periodPrice?.minor ?? null,
  firstChargeOn: firstCharge?.on ?? null,
  firstChargeMinor: firstCharge?.amount.minor ?? null,
  chargeCurrency: (nextCharge ?? periodPrice)?.currency ?? null,
});

export type SubscriptionRepository = ReturnType<typeof subscriptionRepository>;

export function subscriptionRepository(db: Sequelize, transaction?: Transaction) {
  const subscriptions = modelOf<SubscriptionRow>(db, 'subscriptions', attributes);
  const scope = transaction ? { transaction } : {};

  const find = async (where: string, values: Values): Promise<Subscription[]> => {
    const sql = `SELECT ${columns} FROM subscriptions WHERE ${where}`;
    return (await select(db, Row, sql, values, transaction)).map(toSubscription);
  };

  return {
    async listByStreams(streams: readonly string[]): Promise<Map<string, Subscription>> {
      if (streams.length === 0) return new Map();
      const rows = await find('stream IN (?)', [streams]);
      return new Map(rows.map((row) => [row.stream, row]));
    },

    listForUser: (userId: number): Promise<Subscription[]> => find('user_id = ?', [userId]),

    /** Returns the subscriptions whose stream comes after the given one, ordered by stream. */
    listAfter: (stream: string, limit: number): Promise<Subscription[]> =>
      find('stream > :stream ORDER BY stream LIMIT :limit', { stream, limit }),

    /** Adds subscriptions. A subscription replaces the stored one of the same stream. */
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
