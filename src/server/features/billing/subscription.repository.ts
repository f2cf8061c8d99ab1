/** Subscriptions as folded from the event log. */
import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  type Model,
  Op,
  type Sequelize,
  type Transaction,
} from 'sequelize';
import { modelOf } from '#server/platform/database/define-model.ts';
import { LostRace } from '#server/platform/database/transactions.ts';
import type { SubscriptionStatus } from '#server/platform/paddle/port.ts';
import type { CalendarDate } from '#shared/dates.ts';

export interface Subscription {
  id: number;
  subject: string;
  paddleSubscriptionId: number;
  paddleUserId: number | null;
  paddlePlanId: number;
  userId: number | null;
  contactEmail: string | null;
  status: SubscriptionStatus;
  quantity: number;
  trialEndsOn: CalendarDate | null;
  nextBillOn: CalendarDate | null;
  pausedFrom: CalendarDate | null;
  endsOn: CalendarDate | null;
  updateUrl: string | null;
  cancelUrl: string | null;
  /** Grows with every write: two writers who read the same version cannot both win. */
  version: number;
}

interface SubscriptionRow
  extends Model<InferAttributes<SubscriptionRow>, InferCreationAttributes<SubscriptionRow>> {
  id: CreationOptional<number>;
  subject: string;
  paddleSubscriptionId: number;
  paddleUserId: number | null;
  paddlePlanId: number;
  userId: number | null;
  contactEmail: string | null;
  status: SubscriptionStatus;
  quantity: number;
  trialEndsOn: CalendarDate | null;
  nextBillOn: CalendarDate | null;
  pausedFrom: CalendarDate | null;
  endsOn: CalendarDate | null;
  updateUrl: string | null;
  cancelUrl: string | null;
  version: number;
}

const attributes = () => ({
  id: { type: DataTypes.BIGINT.UNSIGNED, autoIncrement: true, primaryKey: true },
  subject: { type: DataTypes.STRING(64), allowNull: false },
  paddleSubscriptionId: { type: DataTypes.BIGINT.UNSIGNED, allowNull: false },
  paddleUserId: DataTypes.BIGINT.UNSIGNED,
  paddlePlanId: { type: DataTypes.BIGINT.UNSIGNED, allowNull: false },
  userId: DataTypes.BIGINT.UNSIGNED,
  contactEmail: DataTypes.STRING(254),
  status: { type: DataTypes.STRING, allowNull: false },
  quantity: { type: DataTypes.INTEGER.UNSIGNED, allowNull: false },
  trialEndsOn: DataTypes.DATEONLY,
  nextBillOn: DataTypes.DATEONLY,
  pausedFrom: DataTypes.DATEONLY,
  endsOn: DataTypes.DATEONLY,
  updateUrl: DataTypes.STRING(2048),
  cancelUrl: DataTypes.STRING(2048),
  version: { type: DataTypes.INTEGER.UNSIGNED, allowNull: false },
});

const toSubscription = (row: SubscriptionRow): Subscription => ({
  id: row.id,
  subject: row.subject,
  paddleSubscriptionId: row.paddleSubscriptionId,
  paddleUserId: row.paddleUserId,
  paddlePlanId: row.paddlePlanId,
  userId: row.userId,
  contactEmail: row.contactEmail,
  status: row.status,
  quantity: row.quantity,
  trialEndsOn: row.trialEndsOn,
  nextBillOn: row.nextBillOn,
  pausedFrom: row.pausedFrom,
  endsOn: row.endsOn,
  updateUrl: row.updateUrl,
  cancelUrl: row.cancelUrl,
  version: row.version,
});

export type SubscriptionRepository = ReturnType<typeof subscriptionRepository>;

export function subscriptionRepository(db: Sequelize, transaction?: Transaction) {
  const subscriptions = modelOf<SubscriptionRow>(db, 'subscriptions', attributes);
  const scope = transaction ? { transaction } : {};
  return {
    async findBySubject(subject: string): Promise<Subscription | null> {
      const row = await subscriptions.findOne({ where: { subject }, ...scope });
      return row && toSubscription(row);
    },

    /** The customer to whom another subscription of the same Paddle user belongs. */
    async findOwnerOfPaddleUser(paddleUserId: number): Promise<number | null> {
      const row = await subscriptions.findOne({
        where: { paddleUserId, userId: { [Op.ne]: null } },
        order: [['id', 'ASC']],
        ...scope,
      });
      return row?.userId ?? null;
    },

    /** Adds the subscription. A unique key refuses it when another process was first. */
    async add(subscription: Omit<Subscription, 'id' | 'version'>): Promise<Subscription> {
      return toSubscription(await subscriptions.create({ ...subscription, version: 1 }, scope));
    },

    /** Writes the subscription over the version it was read at; throws `LostRace` when that is gone. */
    async replace(subscription: Subscription): Promise<void> {
      const { id, version, subject, ...changes } = subscription;
      const [changed] = await subscriptions.update(
        { ...changes, version: version + 1 },
        { where: { id, version }, ...scope },
      );
      if (changed !== 1) throw new LostRace(subject);
    },
  };
}
