/** Plans of both products. */
import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  type Model,
  type Sequelize,
  type Transaction,
} from 'sequelize';
import { modelOf } from '#server/platform/database/define-model.ts';
import type { Frequency, Plan, Product } from '#shared/catalogue.ts';

interface PlanRow extends Model<InferAttributes<PlanRow>, InferCreationAttributes<PlanRow>> {
  id: CreationOptional<number>;
  product: Product;
  friendlyName: string;
  description: string;
  planName: string;
  planIdOnPaddle: number;
  priceMinor: number;
  priceCurrency: string;
  frequency: Frequency;
}

const attributes = () => ({
  id: { type: DataTypes.BIGINT.UNSIGNED, autoIncrement: true, primaryKey: true },
  product: { type: DataTypes.ENUM('Monica', 'OfficeLife'), allowNull: false },
  friendlyName: { type: DataTypes.STRING, allowNull: false },
  description: { type: DataTypes.STRING(1024), allowNull: false },
  planName: { type: DataTypes.STRING, allowNull: false },
  planIdOnPaddle: { type: DataTypes.BIGINT.UNSIGNED, allowNull: false },
  priceMinor: { type: DataTypes.BIGINT.UNSIGNED, allowNull: false },
  priceCurrency: { type: DataTypes.CHAR(3), allowNull: false },
  frequency: { type: DataTypes.ENUM('Monthly', 'Annual'), allowNull: false },
});

const toPlan = (row: PlanRow): Plan => ({
  id: row.id,
  product: row.product,
  friendlyName: row.friendlyName,
  description: row.description,
  planName: row.planName,
  paddlePlanId: row.planIdOnPaddle,
  price: { minor: row.priceMinor, currency: row.priceCurrency },
  frequency: row.frequency,
});

export type PlanRepository = ReturnType<typeof planRepository>;

export function planRepository(db: Sequelize, transaction?: Transaction) {
  const plans = modelOf<PlanRow>(db, 'plans', attributes);
  const scope = transaction ? { transaction } : {};
  return {
    /** Every plan, the cheaper of a product first. */
    async list(): Promise<Plan[]> {
      const rows = await plans.findAll({
        order: [
          ['product', 'ASC'],
          ['priceMinor', 'ASC'],
          ['id', 'ASC'],
        ],
        raw: true,
        ...scope,
      });
      return rows.map(toPlan);
    },

    async listByProduct(product: Product): Promise<Plan[]> {
      const rows = await plans.findAll({
        where: { product },
        order: [
          ['priceMinor', 'ASC'],
          ['id', 'ASC'],
        ],
        ...scope,
      });
      return rows.map(toPlan);
    },

    async findById(id: number): Promise<Plan | null> {
      const row = await plans.findByPk(id, scope);
      return row && toPlan(row);
    },

    async findByPaddleId(paddlePlanId: number): Promise<Plan | null> {
      const row = await plans.findOne({ where: { planIdOnPaddle: paddlePlanId }, ...scope });
      return row && toPlan(row);
    },

    /** Adds the plan, or changes the one that has its Paddle id. */
    async save(plan: Omit<Plan, 'id'>): Promise<Plan> {
      await plans.upsert(
        {
          product: plan.product,
          friendlyName: plan.friendlyName,
          description: plan.description,
          planName: plan.planName,
          planIdOnPaddle: plan.paddlePlanId,
          priceMinor: plan.price.minor,
          priceCurrency: plan.price.currency,
          frequency: plan.frequency,
        },
        scope,
      );
      const row = await plans.findOne({
        where: { planIdOnPaddle: plan.paddlePlanId },
        rejectOnEmpty: true,
        ...scope,
      });
      return toPlan(row);
    },
  };
}
