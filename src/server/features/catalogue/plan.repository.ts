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
  UniqueConstraintError,
} from 'sequelize';
import { modelOf } from '#server/platform/database/define-model.ts';
import { execute } from '#server/platform/database/statements.ts';
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
import type { PlanDetails } from '#shared/catalogue/plan-details.ts';
import { products } from '#shared/catalogue/products.ts';

/** A plan, and what only the operator needs to know about it. */
export interface StoredPlan extends Plan {
  /** Since when the plan is no longer sold; null if it is sold. Who has it keeps it. */
  retiredAt: Date | null;
  /** Grows with every change of the plan, so that two people who edit it notice each other. */
  version: number;
}

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
  retiredAt: CreationOptional<Date | null>;
  /** Place among the plans of the product, from 1. Plans in the same place are in the order of their prices. */
  position: CreationOptional<number>;
  version: CreationOptional<number>;
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
  retiredAt: DataTypes.DATE(3),
  position: { type: DataTypes.SMALLINT.UNSIGNED, allowNull: false },
  version: { type: DataTypes.INTEGER.UNSIGNED, allowNull: false },
  refoldAfter: DataTypes.STRING(64),
});

/** The place of plans that nobody has put in order, behind all others. */
const unordered = 65_535;

const order: [string, string][] = [
  ['product', 'ASC'],
  ['position', 'ASC'],
  ['priceMinor', 'ASC'],
  ['id', 'ASC'],
];

const toPlan = (row: PlanRow): StoredPlan => ({
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
  retiredAt: row.retiredAt,
  version: row.version,
});

const toRow = (plan: PlanDetails) => ({
  product: plan.product,
  friendlyName: plan.friendlyName,
  description: plan.description,
  planName: plan.planName,
  planIdOnPaddle: plan.paddlePlanId,
  priceMinor: plan.price.minor,
  priceCurrency: plan.price.currency,
  frequency: plan.frequency,
  pauseAllowed: plan.pauseAllowed,
  translations: JSON.stringify(plan.translations),
});

export type PlanRepository = ReturnType<typeof planRepository>;

export function planRepository(db: Sequelize, transaction?: Transaction) {
  const plans = modelOf<PlanRow>(db, 'plans', attributes);
  const scope = transaction ? { transaction } : {};
  return {
    /** Lists all plans, also retired ones, by product and in the order of the pages. */
    async list(): Promise<StoredPlan[]> {
      const rows = await plans.findAll({ order, raw: true, ...scope });
      return rows.map(toPlan);
    },

    /** Lists the plans of a product that are sold, in the order of the pages. */
    async listOnSale(product: Product): Promise<StoredPlan[]> {
      const rows = await plans.findAll({ where: { product, retiredAt: null }, order, ...scope });
      return rows.map(toPlan);
    },

    async findById(id: number): Promise<StoredPlan | null> {
      const row = await plans.findByPk(id, scope);
      return row && toPlan(row);
    },

    async findByPaddleId(paddlePlanId: number): Promise<StoredPlan | null> {
      const row = await plans.findOne({ where: { planIdOnPaddle: paddlePlanId }, ...scope });
      return row && toPlan(row);
    },

    /** Inserts a plan, as the last one of its product. Returns null if there is one with this Paddle ID. */
    async add(plan: PlanDetails): Promise<StoredPlan | null> {
      try {
        const row = { ...toRow(plan), position: unordered, version: 1, refoldAfter: '' };
        return await this.findById((await plans.create(row, scope)).id);
      } catch (error) {
        if (error instanceof UniqueConstraintError) return null;
        throw error;
      }
    },

    /**
     * Stores new details of a plan that still has this version. Returns `changed_meanwhile` if it has another one, and
     * `known` if another plan has the Paddle ID. With `isFoldedAnew`, the row records that streams must be refolded.
     */
    async update(
      { id, version }: Pick<StoredPlan, 'id' | 'version'>,
      plan: PlanDetails,
      { isFoldedAnew }: { isFoldedAnew: boolean },
    ): Promise<'updated' | 'changed_meanwhile' | 'known'> {
      try {
        const [updated] = await plans.update(
          { ...toRow(plan), version: version + 1, ...(isFoldedAnew ? { refoldAfter: '' } : {}) },
          { where: { id, version }, ...scope },
        );
        return updated === 1 ? 'updated' : 'changed_meanwhile';
      } catch (error) {
        if (error instanceof UniqueConstraintError) return 'known';
        throw error;
      }
    },

    /**
     * Takes a plan off sale at an instant or, with null, sells it again, as the last one of its product. Returns false
     * if the plan no longer has this version.
     */
    async setRetired(
      { id, version }: Pick<StoredPlan, 'id' | 'version'>,
      retiredAt: Date | null,
    ): Promise<boolean> {
      const [updated] = await plans.update(
        { retiredAt, version: version + 1, ...(retiredAt === null ? { position: unordered } : {}) },
        { where: { id, version }, ...scope },
      );
      return updated === 1;
    },

    /** Locks the plans of a product that are sold until the transaction ends, and returns their IDs in their order. */
    async lockOrder(product: Product): Promise<number[]> {
      const rows = await plans.findAll({
        ...{ attributes: ['id'], where: { product, retiredAt: null }, order, ...scope },
        ...(transaction ? { lock: transaction.LOCK.UPDATE } : {}),
      });
      return rows.map(({ id }) => id);
    },

    /** Puts plans in this order. */
    async setOrder(ids: readonly number[]): Promise<void> {
      if (ids.length === 0) return;
      await execute(
        db,
        'UPDATE plans SET position = FIELD(id, :ids), updated_at = :now WHERE id IN (:ids)',
        { ids, now: new Date() },
        transaction,
      );
    },

    /**
     * Inserts the plan or updates the one with the same Paddle ID. If the plan is new or its frequency changes, the row
     * itself records that streams must be refolded. Neither a caller's mistake nor a crash can lose that.
     */
    async save(plan: PlanToSave): Promise<StoredPlan> {
      const where = { planIdOnPaddle: plan.paddlePlanId };
      const write = async (inside: Transaction): Promise<StoredPlan> => {
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
            position: known?.position ?? unordered,
            version: (known?.version ?? 0) + 1,
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
    async translate(paddlePlanId: number, locale: Locale, text: PlanText | null): Promise<StoredPlan | null> {
      const where = { planIdOnPaddle: paddlePlanId };
      const write = async (inside: Transaction): Promise<StoredPlan | null> => {
        const row = await plans.findOne({ where, transaction: inside, lock: inside.LOCK.UPDATE });
        if (!row) return null;
        const { [locale]: _replaced, ...others } = toPlan(row).translations;
        const translations = text ? { ...others, [locale]: text } : others;
        await row.update(
          { translations: JSON.stringify(translations), version: row.version + 1 },
          { transaction: inside },
        );
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
