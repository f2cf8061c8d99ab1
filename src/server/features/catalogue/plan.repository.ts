/** Stores the plans of both products. */
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
import { withTransaction } from '#server/platform/database/transactions.ts';
import type { Locale } from '#shared/accounts/accounts.ts';
import {
  type Frequency,
  type Plan,
  type PlanText,
  type PlanToSave,
  PlanTranslations,
  type Product,
} from '#shared/catalogue/catalogue.ts';
import { products } from '#shared/catalogue/products.ts';

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
  pauseAllowed: CreationOptional<boolean>;
  /** JSON; null if there are none. */
  translations: CreationOptional<string | null>;
  /**
   * Progress of scheduling refolds after the plan has changed: the name of the last stream scheduled, '' before the
   * first page, null when all streams are scheduled.
   */
  refoldAfter: CreationOptional<string | null>;
}

const attributes = () => ({
  id: { type: DataTypes.BIGINT.UNSIGNED, autoIncrement: true, primaryKey: true },
  product: { type: DataTypes.ENUM(...products), allowNull: false },
  friendlyName: { type: DataTypes.STRING, allowNull: false },
  description: { type: DataTypes.STRING(1024), allowNull: false },
  planName: { type: DataTypes.STRING, allowNull: false },
  planIdOnPaddle: { type: DataTypes.BIGINT.UNSIGNED, allowNull: false },
  priceMinor: { type: DataTypes.BIGINT.UNSIGNED, allowNull: false },
  priceCurrency: { type: DataTypes.CHAR(3), allowNull: false },
  frequency: { type: DataTypes.ENUM('Monthly', 'Annual'), allowNull: false },
  pauseAllowed: { type: DataTypes.BOOLEAN, allowNull: false },
  translations: DataTypes.TEXT,
  refoldAfter: DataTypes.STRING(64),
});

const toPlan = (row: PlanRow): Plan => ({
  id: row.id,
  product: row.product,
  friendlyName: row.friendlyName,
  description: row.description,
  translations: row.translations === null ? {} : PlanTranslations.parse(JSON.parse(row.translations)),
  planName: row.planName,
  paddlePlanId: row.planIdOnPaddle,
  price: { minor: row.priceMinor, currency: row.priceCurrency },
  frequency: row.frequency,
  pauseAllowed: Boolean(row.pauseAllowed),
});

export type PlanRepository = ReturnType<typeof planRepository>;

export function planRepository(db: Sequelize, transaction?: Transaction) {
  const plans = modelOf<PlanRow>(db, 'plans', attributes);
  const scope = transaction ? { transaction } : {};
  return {
    /** Lists all plans by product, cheapest first. */
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

    /**
     * Inserts the plan or updates the one with the same Paddle ID. If the plan is new or its frequency changes, the row
     * itself records that streams must be refolded. Neither a caller's mistake nor a crash can lose that.
     */
    async save(plan: PlanToSave): Promise<Plan> {
      const where = { planIdOnPaddle: plan.paddlePlanId };
      const write = async (inside: Transaction): Promise<Plan> => {
        const known = await plans.findOne({ where, transaction: inside, lock: inside.LOCK.UPDATE });
        const isFoldedAnew = known?.frequency !== plan.frequency;
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
            pauseAllowed: plan.pauseAllowed ?? Boolean(known?.pauseAllowed),
            ...(plan.translations ? { translations: JSON.stringify(plan.translations) } : {}),
            ...(isFoldedAnew ? { refoldAfter: '' } : {}),
          },
          { transaction: inside },
        );
        return toPlan(await plans.findOne({ where, rejectOnEmpty: true, transaction: inside }));
      };
      return transaction ? write(transaction) : withTransaction(db, write);
    },

    /**
     * Sets or, with null, removes the texts in one language. Returns null if there is no plan with this Paddle ID.
     * Keeps the texts in other languages, also those that another process is saving.
     */
    async translate(paddlePlanId: number, locale: Locale, text: PlanText | null): Promise<Plan | null> {
      const where = { planIdOnPaddle: paddlePlanId };
      const write = async (inside: Transaction): Promise<Plan | null> => {
        const row = await plans.findOne({ where, transaction: inside, lock: inside.LOCK.UPDATE });
        if (!row) return null;
        const { [locale]: _replaced, ...others } = toPlan(row).translations;
        const translations = text ? { ...others, [locale]: text } : others;
        await row.update({ translations: JSON.stringify(translations) }, { transaction: inside });
        return { ...toPlan(row), translations };
      };
      return transaction ? write(transaction) : withTransaction(db, write);
    },

    /** Returns the IDs of changed plans whose streams haven't all been scheduled for refolding. */
    async changedIds(): Promise<number[]> {
      const rows = await plans.findAll({
        attributes: ['id'],
        where: { refoldAfter: { [Op.ne]: null } },
        order: ['id'],
        ...scope,
      });
      return rows.map(({ id }) => id);
    },

    /**
     * Locks a changed plan until the transaction ends and returns it with its progress. Returns null if all its streams
     * have been scheduled in the meantime.
     */
    async lockChanged(id: number): Promise<{ plan: Plan; after: string } | null> {
      const row = await plans.findByPk(id, {
        ...scope,
        ...(transaction ? { lock: transaction.LOCK.UPDATE } : {}),
      });
      return row && row.refoldAfter !== null ? { plan: toPlan(row), after: row.refoldAfter } : null;
    },

    /** Records the progress of scheduling refolds; null marks the plan as done. */
    async noteRefolded(id: number, refoldAfter: string | null): Promise<void> {
      await plans.update({ refoldAfter }, { where: { id }, silent: true, ...scope });
    },
  };
}
