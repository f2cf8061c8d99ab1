/** Implements better-auth's storage on the portal's tables, in SQL with bound values. */

import { getCurrentDBAdapterAsyncLocalStorage } from '@better-auth/core/context';
import {
  type AdapterFactoryConfig,
  type CleanedWhere,
  type CustomAdapter,
  createAdapterFactory,
  type DBAdapter,
  type DBAdapterInstance,
} from '@better-auth/core/db/adapter';
import { type Sequelize, type Transaction, UniqueConstraintError } from 'sequelize';
import { z } from 'zod';
import { selectCaughtUp } from '#server/platform/database/caught-up.ts';
import { withCurrentTransaction } from '#server/platform/database/current-transaction.ts';
import { execute, insert, type Parameter, select } from '#server/platform/database/statements.ts';
import { withTransaction } from '#server/platform/database/transactions.ts';
import { addressOf } from './address-alias.ts';
import { refusal } from './refusal.ts';
import { type Condition, quoted, whereClause } from './where-clause.ts';

/** A row with any columns, because better-auth validates them itself. */
const Row = z.record(z.string(), z.unknown());
type Row = z.output<typeof Row>;

export interface SequelizeAdapterOptions {
  db: Sequelize;
  /** Called for every failed statement, before better-auth can turn the failure into a response of its own. */
  onFailure: (error: unknown) => void;
  /** Wraps the operations on the tables before better-auth gets them. If omitted, better-auth gets them unchanged. */
  around?: (operations: CustomAdapter) => CustomAdapter;
}

/**
 * Creates the adapter. IDs are the tables' own unsigned bigints, booleans are 0 and 1, and dates are in UTC. Don't call
 * better-auth's `getMigrations` with it: the portal's own migrations create the tables.
 */
export function sequelizeAdapter({
  db,
  onFailure,
  around = (operations) => operations,
}: SequelizeAdapterOptions): DBAdapterInstance {
  const config = (transaction: AdapterFactoryConfig['transaction']): AdapterFactoryConfig => ({
    adapterId: 'sequelize',
    supportsBooleans: false,
    supportsNumericIds: true,
    supportsDates: true,
    supportsJSON: false,
    transaction,
  });
  const adapterOn = (transaction: Transaction, isFirstTry: boolean) =>
    createAdapterFactory({
      config: config(false),
      adapter: (tools) => {
        const run = runner(db, onFailure, transaction);
        return around(operations(isFirstTry ? run : forgettingHooks(run), tools));
      },
    });

  return (options) => {
    const begin: Exclude<AdapterFactoryConfig['transaction'], false | undefined> = async (work) => {
      let tries = 0;
      try {
        return await withTransaction(db, (transaction) => {
          tries += 1;
          const adapter = adapterOn(transaction, tries === 1)(options) as DBAdapter;
          return withCurrentTransaction(transaction, () => work(adapter));
        });
      } catch (error) {
        onFailure(error);
        throw error;
      }
    };
    return createAdapterFactory({
      config: config(begin),
      adapter: (tools) => around(operations(runner(db, onFailure), tools)),
    })(options);
  };
}

type Tools = Parameters<Parameters<typeof createAdapterFactory>[0]['adapter']>[0];

/** Runs single statements on a connection or in a transaction. */
interface Runner {
  rows: (sql: string, values: readonly unknown[]) => Promise<Row[]>;
  /** Runs a SELECT that found nothing once more, in case the row was just written through another node of a cluster. */
  rowsCaughtUp: (sql: string, values: readonly unknown[]) => Promise<Row[]>;
  /** Runs an INSERT and returns the ID of the new row. */
  insert: (sql: string, values: readonly unknown[]) => Promise<number>;
  /** Runs a statement that changes rows and returns the number of changed rows. */
  change: (sql: string, values: readonly unknown[]) => Promise<number>;
}

/**
 * Converts a value to a statement parameter. Integers are bound as text, because better-auth also compares them with
 * text columns, and a number wouldn't use the index of such a column.
 */
function bindable(value: unknown): Parameter {
  if (typeof value === 'string') return addressOf(value);
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : value;
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean' || value instanceof Date || Buffer.isBuffer(value)) return value;
  throw new TypeError(`a value of ${typeof value} cannot be stored`);
}

function runner(db: Sequelize, onFailure: (error: unknown) => void, transaction?: Transaction): Runner {
  async function watched<T>(statement: Promise<T>): Promise<T> {
    try {
      return await statement;
    } catch (error) {
      onFailure(error);
      // Another request has just added the same row. This refusal makes better-auth respond as it does for an address
      // that already has an account.
      if (error instanceof UniqueConstraintError) {
        throw Object.assign(refusal('FORBIDDEN', 'ALREADY_EXISTS'), { cause: error });
      }
      throw error;
    }
  }
  return {
    rows: (sql, values) => watched(select(db, Row, sql, values.map(bindable), transaction)),
    // A transaction keeps reading from its snapshot, so repeating the query inside one would find nothing new.
    rowsCaughtUp: async (sql, values) =>
      transaction ? [] : watched(selectCaughtUp(db, Row, sql, values.map(bindable))),
    insert: async (sql, values) =>
      (await watched(insert(db, sql, values.map(bindable), transaction))).insertId,
    change: (sql, values) => watched(execute(db, sql, values.map(bindable), transaction)),
  };
}

/**
 * Returns the runner for the second and later attempts of a transaction. It drops the work that better-auth has queued
 * to run after the commit, because that work concerns rows of the attempt that was rolled back. better-auth keeps a
 * single queue for all attempts.
 */
function forgettingHooks(run: Runner): Runner {
  let hasForgotten = false;
  const first =
    <A extends unknown[], T>(statement: (...given: A) => Promise<T>) =>
    async (...given: A): Promise<T> => {
      if (!hasForgotten) {
        hasForgotten = true;
        (await getCurrentDBAdapterAsyncLocalStorage()).getStore()?.pendingHooks.splice(0);
      }
      return statement(...given);
    };
  return {
    rows: first(run.rows),
    rowsCaughtUp: first(run.rowsCaughtUp),
    insert: first(run.insert),
    change: first(run.change),
  };
}

/**
 * Formats a LIMIT or OFFSET clause. Its number comes from the portal or better-auth, never from a client, but is
 * checked because it isn't bound.
 */
function counted(keyword: 'LIMIT' | 'OFFSET', count: number): string {
  if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`${keyword} must be a whole number`);
  return ` ${keyword} ${count}`;
}

/** Returns `a = ?, b = ?` for the columns a and b. */
const assignments = (columns: readonly string[]) =>
  columns.map((column) => `${quoted(column)} = ?`).join(', ');

function operations(run: Runner, { getFieldName }: Tools): CustomAdapter {
  const clause = (where: readonly CleanedWhere[] | undefined): Condition => whereClause(where ?? []);

  async function findIds(
    model: string,
    where: readonly CleanedWhere[],
    limit: number,
    lock: '' | ' FOR UPDATE' = '',
  ): Promise<unknown[]> {
    const condition = clause(where);
    const sql = `SELECT id FROM ${quoted(model)}${condition.sql} ORDER BY id${counted('LIMIT', limit)}${lock}`;
    return (await run.rows(sql, condition.values)).map((row) => row.id);
  }

  async function findById(model: string, id: unknown): Promise<Row | null> {
    const [row] = await run.rows(`SELECT * FROM ${quoted(model)} WHERE id = ?`, [id]);
    return row ?? null;
  }

  async function changeWhere(model: string, update: Row, where: readonly CleanedWhere[]): Promise<number> {
    const columns = Object.keys(update);
    if (columns.length === 0) return 0;
    const condition = clause(where);
    const sql = `UPDATE ${quoted(model)} SET ${assignments(columns)}${condition.sql}`;
    return run.change(sql, [...Object.values(update), ...condition.values]);
  }

  async function deleteWhere(model: string, where: readonly CleanedWhere[]): Promise<number> {
    const condition = clause(where);
    return run.change(`DELETE FROM ${quoted(model)}${condition.sql}`, condition.values);
  }

  const withId = (where: readonly CleanedWhere[], id: unknown): CleanedWhere[] => [
    ...where,
    { field: 'id', operator: 'eq', value: id as number, connector: 'AND', mode: 'sensitive' },
  ];

  const methods = {
    async create({ model, data }: { model: string; data: Row }) {
      const columns = Object.keys(data);
      const places = columns.map(() => '?').join(', ');
      const sql = `INSERT INTO ${quoted(model)} (${columns.map(quoted).join(', ')}) VALUES (${places})`;
      const id = await run.insert(sql, Object.values(data));
      return findById(model, data.id ?? id);
    },

    async findOne({ model, where }: { model: string; where: CleanedWhere[] }) {
      const condition = clause(where);
      const sql = `SELECT * FROM ${quoted(model)}${condition.sql} ORDER BY id LIMIT 1`;
      const [row] = await run.rows(sql, condition.values);
      if (row) return row;
      // Only sessions are looked up again, because a session is used immediately after it was started, possibly through
      // another node. Its cookie is signed, so strangers can't cause these repeated queries.
      if (model !== 'sessions') return null;
      const [late] = await run.rowsCaughtUp(sql, condition.values);
      return late ?? null;
    },

    async findMany({ model, where, limit, sortBy, offset }: Parameters<CustomAdapter['findMany']>[0]) {
      const condition = clause(where);
      const order = sortBy
        ? `${quoted(getFieldName({ model, field: sortBy.field }))} ${sortBy.direction === 'desc' ? 'DESC' : 'ASC'}, `
        : '';
      const idOrder = sortBy?.direction === 'desc' ? 'id DESC' : 'id';
      const page = counted('LIMIT', limit) + (offset ? counted('OFFSET', offset) : '');
      return run.rows(
        `SELECT * FROM ${quoted(model)}${condition.sql} ORDER BY ${order}${idOrder}${page}`,
        condition.values,
      );
    },

    async count({ model, where }: { model: string; where?: CleanedWhere[] | undefined }) {
      const condition = clause(where);
      const [row] = await run.rows(
        `SELECT COUNT(*) AS n FROM ${quoted(model)}${condition.sql}`,
        condition.values,
      );
      return Number(row?.n);
    },

    async update({ model, where, update }: { model: string; where: CleanedWhere[]; update: Row }) {
      if (where.length === 0) return null;
      const [id] = await findIds(model, where, 1);
      if (id === undefined) return null;
      await changeWhere(model, update, withId([], id));
      return findById(model, id);
    },

    updateMany: ({ model, where, update }: { model: string; where: CleanedWhere[]; update: Row }) =>
      changeWhere(model, update, where),

    async delete({ model, where }: { model: string; where: CleanedWhere[] }) {
      if (where.length > 0) await deleteWhere(model, where);
    },

    deleteMany: ({ model, where }: { model: string; where: CleanedWhere[] }) => deleteWhere(model, where),

    /** If several callers compete for a row, only the one whose DELETE removes it gets it. */
    async consumeOne({ model, where }: { model: string; where: CleanedWhere[] }) {
      const [id] = await findIds(model, where, 1);
      if (id === undefined) return null;
      const row = await findById(model, id);
      return row && (await deleteWhere(model, withId(where, id))) === 1 ? row : null;
    },

    async incrementOne({
      model,
      where,
      increment,
      set = {},
    }: Parameters<NonNullable<CustomAdapter['incrementOne']>>[0]) {
      const [id] = await findIds(model, where, 1);
      if (id === undefined) return null;
      const deltas = Object.keys(increment);
      const columns = Object.keys(set);
      const condition = clause(withId(where, id));
      const steps = deltas.map((column) => `${quoted(column)} = ${quoted(column)} + ?`);
      const changes = [...steps, ...(columns.length > 0 ? [assignments(columns)] : [])].join(', ');
      const values = [...Object.values(increment), ...Object.values(set), ...condition.values];
      const changed = await run.change(`UPDATE ${quoted(model)} SET ${changes}${condition.sql}`, values);
      if (changed === 1) return findById(model, id);
      // No row was changed: either the condition no longer holds, or the row already had these values. The row is
      // locked while it is read, because a plain SELECT in a transaction would see a snapshot from before another
      // caller's change.
      const held = await findIds(model, withId(where, id), 1, ' FOR UPDATE');
      return held.length === 1 ? findById(model, id) : null;
    },
  };
  // The cast is needed because the methods are generic in the row type, which only better-auth knows.
  return methods as unknown as CustomAdapter;
}
