/** Stores licences, which are projected from the event log, and reads them together with their plans. */
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
import {
  column,
  columnList,
  jsonColumn,
  millisecondsOf,
  select,
} from '#server/platform/database/statements.ts';
import { ConcurrencyConflictError } from '#server/platform/database/transactions.ts';
import { Frequency, type Plan, PlanTranslations, Product } from '#shared/catalogue/catalogue.ts';
import { CalendarDate } from '#shared/dates.ts';
import { LicenceStatus } from '#shared/licences/licences.ts';
import type { Money } from '#shared/money.ts';
import type { CurrentKey } from './keys/licence-key.repository.ts';

/** The stored state of a licence, projected from its stream. */
export interface LicenceState {
  stream: string;
  userId: number | null;
  planId: number;
  status: LicenceStatus;
  /** Type of the last event that changed the licence. */
  subscriptionState: string;
  quantity: number;
  startedOn: CalendarDate;
  periodStart: CalendarDate | null;
  validUntil: CalendarDate;
  pausedFrom: CalendarDate | null;
  endsOn: CalendarDate | null;
  lastPaid: Money | null;
}

export interface Licence extends Omit<LicenceState, 'planId'> {
  id: number;
  plan: Plan;
}

/** A licence with its current key, which is still encrypted; the key is null if the licence has none. */
export interface LicenceWithKey extends Licence {
  currentKey: CurrentKey | null;
}

export interface LicenceByKey {
  keyHash: Buffer;
  /** When this key stops being valid; null for the current one. */
  keyRetiredAt: Date | null;
  licence: Licence;
}

interface LicenceRow extends Model<InferAttributes<LicenceRow>, InferCreationAttributes<LicenceRow>> {
  id: CreationOptional<number>;
  stream: string;
  userId: number | null;
  planId: number;
  status: LicenceStatus;
  subscriptionState: string;
  quantity: number;
  startedOn: CalendarDate;
  periodStart: CalendarDate | null;
  validUntilAt: CalendarDate;
  pausedFrom: CalendarDate | null;
  endsOn: CalendarDate | null;
  lastPaidMinor: number | null;
  lastPaidCurrency: string | null;
}

const attributes = () => ({
  id: { type: DataTypes.BIGINT.UNSIGNED, autoIncrement: true, primaryKey: true },
  stream: { type: DataTypes.STRING(64), allowNull: false },
  userId: DataTypes.BIGINT.UNSIGNED,
  planId: { type: DataTypes.BIGINT.UNSIGNED, allowNull: false },
  status: { type: DataTypes.STRING, allowNull: false },
  subscriptionState: { type: DataTypes.STRING(64), allowNull: false },
  quantity: { type: DataTypes.INTEGER.UNSIGNED, allowNull: false },
  startedOn: { type: DataTypes.DATEONLY, allowNull: false },
  periodStart: DataTypes.DATEONLY,
  validUntilAt: { type: DataTypes.DATEONLY, allowNull: false },
  pausedFrom: DataTypes.DATEONLY,
  endsOn: DataTypes.DATEONLY,
  lastPaidMinor: DataTypes.BIGINT,
  lastPaidCurrency: DataTypes.CHAR(3),
});

const toColumns = ({ validUntil, lastPaid, ...rest }: LicenceState) => ({
  ...rest,
  validUntilAt: validUntil,
  lastPaidMinor: lastPaid?.minor ?? null,
  lastPaidCurrency: lastPaid?.currency ?? null,
});

const JoinedRow = z.object({
  id: column.number,
  stream: column.text,
  userId: column.number.nullable(),
  status: LicenceStatus,
  subscriptionState: column.text,
  quantity: column.number,
  startedOn: CalendarDate,
  periodStart: CalendarDate.nullable(),
  validUntil: CalendarDate,
  pausedFrom: CalendarDate.nullable(),
  endsOn: CalendarDate.nullable(),
  lastPaidMinor: column.number.nullable(),
  lastPaidCurrency: column.text.nullable(),
  planId: column.number,
  product: Product,
  friendlyName: column.text,
  description: column.text,
  translations: jsonColumn(PlanTranslations).nullable(),
  planName: column.text,
  paddlePlanId: column.number,
  priceMinor: column.number,
  priceCurrency: column.text,
  frequency: Frequency,
  pauseAllowed: column.flag,
});
type JoinedRow = z.output<typeof JoinedRow>;

/**
 * The columns of every query. The compiler reports a column that is missing here. Dates are read as text, so that the
 * driver doesn't convert them to instants.
 */
const licenceColumns = columnList({
  id: 'l.id',
  stream: 'l.stream',
  userId: 'l.user_id',
  status: 'l.status',
  subscriptionState: 'l.subscription_state',
  quantity: 'l.quantity',
  startedOn: 'CAST(l.started_on AS CHAR)',
  periodStart: 'CAST(l.period_start AS CHAR)',
  validUntil: 'CAST(l.valid_until_at AS CHAR)',
  pausedFrom: 'CAST(l.paused_from AS CHAR)',
  endsOn: 'CAST(l.ends_on AS CHAR)',
  lastPaidMinor: 'l.last_paid_minor',
  lastPaidCurrency: 'l.last_paid_currency',
  planId: 'p.id',
  product: 'p.product',
  friendlyName: 'p.friendly_name',
  description: 'p.description',
  translations: 'p.translations',
  planName: 'p.plan_name',
  paddlePlanId: 'p.plan_id_on_paddle',
  priceMinor: 'p.price_minor',
  priceCurrency: 'p.price_currency',
  frequency: 'p.frequency',
  pauseAllowed: 'p.pause_allowed',
} satisfies Record<keyof JoinedRow, string>);

const RowWithKey = JoinedRow.extend({
  keyId: column.number.nullable(),
  ciphertext: column.bytes.nullable(),
  keyVersion: column.bytes.nullable(),
});

const KeyedRow = JoinedRow.extend({
  keyHash: column.bytes,
  keyRetiredAt: column.milliseconds.nullable(),
});

const StreamOf = z.object({ id: column.number, stream: column.text });

const toLicence = (row: JoinedRow): Licence => ({
  id: row.id,
  stream: row.stream,
  userId: row.userId,
  status: row.status,
  subscriptionState: row.subscriptionState,
  quantity: row.quantity,
  startedOn: row.startedOn,
  periodStart: row.periodStart,
  validUntil: row.validUntil,
  pausedFrom: row.pausedFrom,
  endsOn: row.endsOn,
  lastPaid:
    row.lastPaidMinor === null || row.lastPaidCurrency === null
      ? null
      : { minor: row.lastPaidMinor, currency: row.lastPaidCurrency },
  plan: {
    id: row.planId,
    product: row.product,
    friendlyName: row.friendlyName,
    description: row.description,
    translations: row.translations ?? {},
    planName: row.planName,
    paddlePlanId: row.paddlePlanId,
    price: { minor: row.priceMinor, currency: row.priceCurrency },
    frequency: row.frequency,
    pauseAllowed: row.pauseAllowed,
  },
});

const withKey = (row: z.output<typeof RowWithKey>): LicenceWithKey => ({
  ...toLicence(row),
  currentKey:
    row.keyId === null || row.ciphertext === null || row.keyVersion === null
      ? null
      : { id: row.keyId, ciphertext: row.ciphertext, keyVersion: row.keyVersion },
});

export type LicenceRepository = ReturnType<typeof licenceRepository>;

export function licenceRepository(db: Sequelize, transaction?: Transaction) {
  const licences = modelOf<LicenceRow>(db, 'licences', attributes);
  const scope = transaction ? { transaction } : {};

  async function findOne(where: string, values: readonly (string | number)[]): Promise<Licence | null> {
    const [row] = await select(
      db,
      JoinedRow,
      `SELECT ${licenceColumns} FROM licences l JOIN plans p ON p.id = l.plan_id WHERE ${where}`,
      values,
      transaction,
    );
    return row ? toLicence(row) : null;
  }

  return {
    findById: (id: number): Promise<Licence | null> => findOne('l.id = ?', [id]),

    findByIdForUser: (id: number, userId: number): Promise<Licence | null> =>
      findOne('l.id = ? AND l.user_id = ?', [id, userId]),

    findByStream: (stream: string): Promise<Licence | null> => findOne('l.stream = ?', [stream]),

    /** Returns a customer's licences, newest first, optionally of one product only. */
    async listForUser(userId: number, product?: Product): Promise<LicenceWithKey[]> {
      const rows = await select(
        db,
        RowWithKey,
        `SELECT ${licenceColumns}, k.id AS keyId, k.ciphertext, k.key_version AS keyVersion
         FROM licences l
           JOIN plans p ON p.id = l.plan_id
           LEFT JOIN licence_keys k ON k.licence_id = l.id AND k.is_current = 1
         WHERE l.user_id = ? ${product ? 'AND p.product = ?' : ''}
         ORDER BY l.started_on DESC, l.id DESC`,
        product ? [userId, product] : [userId],
        transaction,
      );
      return rows.map(withKey);
    },

    /**
     * Finds licences by the keyed hashes of their keys, with one query outside any transaction. Unknown hashes are
     * missing from the result.
     */
    async findByKeyHashes(hashes: readonly Buffer[]): Promise<LicenceByKey[]> {
      if (hashes.length === 0) return [];
      const rows = await select(
        db,
        KeyedRow,
        `SELECT ${licenceColumns}, k.key_hash AS keyHash,
           ${millisecondsOf('k.retired_at')} AS keyRetiredAt
         FROM licence_keys k
           JOIN licences l ON l.id = k.licence_id
           JOIN plans p ON p.id = l.plan_id
         WHERE k.key_hash IN (?)`,
        [hashes],
      );
      return rows.map((row) => ({
        keyHash: row.keyHash,
        keyRetiredAt: row.keyRetiredAt,
        licence: toLicence(row),
      }));
    },

    async listByIds(ids: readonly number[]): Promise<Map<number, Licence>> {
      if (ids.length === 0) return new Map();
      const rows = await select(
        db,
        JoinedRow,
        `SELECT ${licenceColumns} FROM licences l JOIN plans p ON p.id = l.plan_id WHERE l.id IN (?)`,
        [ids],
        transaction,
      );
      return new Map(rows.map((row) => [row.id, toLicence(row)]));
    },

    async listByStreams(streams: readonly string[]): Promise<Map<string, Licence>> {
      if (streams.length === 0) return new Map();
      const rows = await select(
        db,
        JoinedRow,
        `SELECT ${licenceColumns} FROM licences l JOIN plans p ON p.id = l.plan_id WHERE l.stream IN (?)`,
        [streams],
        transaction,
      );
      return new Map(rows.map((row) => [row.stream, toLicence(row)]));
    },

    /**
     * Adds licences and returns their IDs by stream. Throws `UniqueConstraintError` if a stream already has a licence.
     */
    async insertAll(states: readonly LicenceState[]): Promise<Map<string, number>> {
      if (states.length === 0) return new Map();
      await insertRows(licences, states.map(toColumns), scope);
      const rows = await select(
        db,
        StreamOf,
        'SELECT id, stream FROM licences WHERE stream IN (?)',
        [states.map((state) => state.stream)],
        transaction,
      );
      return new Map(rows.map((row) => [row.stream, row.id]));
    },

    /**
     * Updates licences with one statement, in the caller's transaction. The statement would insert a licence that
     * doesn't exist, without a key. Therefore throws `ConcurrencyConflictError` unless every licence was updated.
     */
    async updateAll(states: readonly LicenceState[]): Promise<void> {
      if (!transaction) throw new Error('licences are updated in a transaction, and there is none');
      const rows = states.map(toColumns);
      const [first] = rows;
      if (!first) return;
      const { stream: _stream, ...changeable } = first;
      const affected = await insertRows(licences, rows, {
        update: Object.keys(changeable) as (keyof typeof changeable)[],
        transaction,
      });
      // MySQL counts 2 for each updated row, 1 for an inserted row and 0 for a row that already had these values. A
      // smaller sum means that not every row was updated.
      if (affected !== 2 * rows.length) throw new ConcurrencyConflictError('a licence');
    },
  };
}
