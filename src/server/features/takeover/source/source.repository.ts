/** Reads the PHP portal's database. Nothing is written there: its sessions are read only. */
import type { Sequelize } from 'sequelize';
import { z } from 'zod';
import { select } from '#server/platform/database/statements.ts';
import {
  AccessTokenRow,
  ClientRow,
  LicenceRow,
  PasskeyRow,
  PasswordResetRow,
  PlanRow,
  personClass,
  ReceiptRow,
  SubscriptionRow,
  UserRow,
  UserTokenRow,
} from './rows.ts';

/** A row that isn't imported, and why. */
export interface SkippedRow {
  table: string;
  id: string;
  reason: string;
}

/** A person with all their rows. */
export interface SourcePerson {
  user: UserRow;
  passkeys: PasskeyRow[];
  userTokens: UserTokenRow[];
  subscriptions: SubscriptionRow[];
  receipts: ReceiptRow[];
  licences: LicenceRow[];
}

export interface SourceBatch {
  /** The numbers of all people of the batch, also of those whose rows can't be read. */
  ids: number[];
  people: SourcePerson[];
  skipped: SkippedRow[];
}

/** The tables that are read, and the columns that the portal's own migrations make. */
export const sourceTables = {
  users: UserRow,
  webauthn_keys: PasskeyRow,
  user_tokens: UserTokenRow,
  subscriptions: SubscriptionRow,
  receipts: ReceiptRow,
  licence_keys: LicenceRow,
  plans: PlanRow,
  oauth_clients: ClientRow,
  oauth_access_tokens: AccessTokenRow,
  password_resets: PasswordResetRow,
} as const;
type SourceTable = keyof typeof sourceTables;

const ColumnName = z.object({ tableName: z.string(), columnName: z.string() });
const Id = z.object({ id: z.coerce.number() });
const LastId = z.object({ id: z.union([z.string(), z.number()]).nullable() });
const Address = z.object({ id: z.coerce.number(), email: z.string() });
const Total = z.object({ total: z.coerce.number() });
const Raw = z.record(z.string(), z.unknown());

export type SourceRepository = ReturnType<typeof sourceRepository>;

/** `columns` are those that each table has; see `columnsOfSource`. */
export function sourceRepository(db: Sequelize, columns: ReadonlyMap<string, ReadonlySet<string>>) {
  const list = (table: SourceTable): string =>
    Object.keys(sourceTables[table].shape)
      .filter((name) => columns.get(table)?.has(name))
      .map((name) => `\`${name}\``)
      .join(', ');

  /** Reads rows; those that can't be read are noted. */
  async function read<Table extends SourceTable>(
    table: Table,
    where: string,
    values: readonly (string | number | readonly (string | number)[])[],
    skipped: SkippedRow[],
  ): Promise<z.output<(typeof sourceTables)[Table]>[]> {
    const rows = await select(db, Raw, `SELECT ${list(table)} FROM ${table} ${where}`, values);
    return rows.flatMap((row) => {
      const parsed = sourceTables[table].safeParse(row);
      if (parsed.success) return [parsed.data as z.output<(typeof sourceTables)[Table]>];
      const reason = parsed.error.issues
        .map(({ path, message }) => `${path.join('.')}: ${message}`)
        .join('; ');
      skipped.push({ table, id: String(row.id ?? ''), reason });
      return [];
    });
  }

  /**
   * Reads the rows after one, by ID. `last` is where the next page starts, also if its row can't be read; null after
   * the last page.
   */
  async function page<Table extends SourceTable, Id extends string | number>(
    table: Table,
    { after, limit }: { after: Id; limit: number },
    skipped: SkippedRow[],
  ) {
    const ids = `SELECT id FROM ${table} WHERE id > ? ORDER BY id LIMIT ?`;
    const [end] = await select(db, LastId, `SELECT MAX(id) AS id FROM (${ids}) AS next`, [after, limit]);
    const last = (end?.id ?? null) as Id | null;
    if (last === null) return { rows: [], last };
    const rows = await read(table, 'WHERE id > ? AND id <= ? ORDER BY id', [after, last], skipped);
    return { rows, last };
  }

  const grouped = <Row>(rows: readonly Row[], ownerOf: (row: Row) => number | null) => {
    const byOwner = new Map<number | null, Row[]>();
    for (const row of rows) byOwner.set(ownerOf(row), [...(byOwner.get(ownerOf(row)) ?? []), row]);
    return (owner: number): Row[] => byOwner.get(owner) ?? [];
  };

  const ofPeople = 'WHERE user_id IN (?) ORDER BY id';
  const billed = 'WHERE billable_id IN (?) AND billable_type = ? ORDER BY id';
  /** The database compares without regard to case. */
  const isPersons = ({ billable_type }: { billable_type: string | null }) => billable_type === personClass;

  return {
    async countPeople(): Promise<number> {
      return (await select(db, Total, 'SELECT COUNT(*) AS total FROM users'))[0]?.total ?? 0;
    },

    /** Returns number and address of the next people. */
    addressesAfter: (after: number, limit: number) =>
      select(db, Address, 'SELECT id, email FROM users WHERE id > ? ORDER BY id LIMIT ?', [after, limit]),

    /** Returns those of these people who have a subscription that isn't cancelled. */
    async payingAmong(ids: readonly number[]): Promise<Set<number>> {
      if (ids.length === 0) return new Set();
      const sql = `SELECT DISTINCT billable_id AS id FROM subscriptions
        WHERE billable_id IN (?) AND billable_type = ? AND paddle_status <> 'deleted'`;
      return new Set((await select(db, Id, sql, [ids, personClass])).map(({ id }) => id));
    },

    /** Returns some rows that have a second factor, to try the secret with. */
    async someTwoFactorSecret(): Promise<string | null> {
      if (!columns.get('users')?.has('two_factor_secret')) return null;
      const sql = 'SELECT two_factor_secret AS secret FROM users WHERE two_factor_secret IS NOT NULL LIMIT 1';
      return (await select(db, z.object({ secret: z.string() }), sql))[0]?.secret ?? null;
    },

    /** Returns the newest keys, up to a number, for each plan. */
    async someKeys(planId: number, limit: number): Promise<string[]> {
      const sql = 'SELECT `key` AS k FROM licence_keys WHERE plan_id = ? ORDER BY id DESC LIMIT ?';
      return (await select(db, z.object({ k: z.string() }), sql, [planId, limit])).map(({ k }) => k);
    },

    /** Whether a second factor counts only after it was confirmed. Early versions had no confirmation. */
    hasConfirmation: columns.get('users')?.has('two_factor_confirmed_at') ?? false,

    /** Reads the next licences. Rows that can't be read were noted with their people. */
    licencesAfter: (after: number, limit: number) => page('licence_keys', { after, limit }, []),

    async plans(): Promise<{ plans: PlanRow[]; skipped: SkippedRow[] }> {
      const skipped: SkippedRow[] = [];
      return { plans: await read('plans', 'WHERE id > ? ORDER BY id', [0], skipped), skipped };
    },

    /** Reads the next clients of instances, or access tokens that they hold, in the order of their texts. */
    clientsAfter: (after: string, limit: number, skipped: SkippedRow[]) =>
      page('oauth_clients', { after, limit }, skipped),

    tokensAfter: (after: string, limit: number, skipped: SkippedRow[]) =>
      page('oauth_access_tokens', { after, limit }, skipped),

    /** Reads the pending resets of passwords for these addresses. */
    passwordResetsFor: (emails: readonly string[], skipped: SkippedRow[]) =>
      emails.length === 0
        ? Promise.resolve([])
        : read('password_resets', 'WHERE email IN (?) ORDER BY created_at', [emails], skipped),

    /** Reads the next people with all their rows. Empty after the last one. */
    async peopleAfter(after: number, limit: number): Promise<SourceBatch> {
      const ids = (
        await select(db, Id, 'SELECT id FROM users WHERE id > ? ORDER BY id LIMIT ?', [after, limit])
      ).map(({ id }) => id);
      if (ids.length === 0) return { ids, people: [], skipped: [] };
      const skipped: SkippedRow[] = [];
      const [users, passkeys, userTokens, licences, subscriptions, receipts] = await Promise.all([
        read('users', 'WHERE id IN (?) ORDER BY id', [ids], skipped),
        read('webauthn_keys', ofPeople, [ids], skipped),
        read('user_tokens', ofPeople, [ids], skipped),
        read('licence_keys', ofPeople, [ids], skipped),
        read('subscriptions', billed, [ids, personClass], skipped),
        read('receipts', billed, [ids, personClass], skipped),
      ]);
      const of = {
        passkeys: grouped(passkeys, ({ user_id }) => user_id),
        userTokens: grouped(userTokens, ({ user_id }) => user_id),
        licences: grouped(licences, ({ user_id }) => user_id),
        subscriptions: grouped(subscriptions.filter(isPersons), ({ billable_id }) => billable_id),
        receipts: grouped(receipts.filter(isPersons), ({ billable_id }) => billable_id),
      };
      return {
        ids,
        skipped,
        people: users.map((user) => ({
          user,
          passkeys: of.passkeys(user.id),
          userTokens: of.userTokens(user.id),
          subscriptions: of.subscriptions(user.id),
          receipts: of.receipts(user.id),
          licences: of.licences(user.id),
        })),
      };
    },

    /** Returns the numbers of the next people who were deleted there, but have purchases. */
    async orphansAfter(after: number, limit: number): Promise<number[]> {
      const orphansIn = (table: string) => `(SELECT DISTINCT t.billable_id AS id FROM ${table} t
        LEFT JOIN users u ON u.id = t.billable_id
        WHERE t.billable_id > ? AND BINARY t.billable_type = BINARY ? AND u.id IS NULL
        ORDER BY t.billable_id LIMIT ?)`;
      const sql = `${orphansIn('subscriptions')} UNION ${orphansIn('receipts')} ORDER BY id LIMIT ?`;
      const values = [after, personClass, limit];
      return (await select(db, Id, sql, [...values, ...values, limit])).map(({ id }) => id);
    },

    /** Reads the purchases of these people. */
    async purchasesOf(ids: readonly number[], skipped: SkippedRow[]) {
      const subscriptions = await read('subscriptions', billed, [ids, personClass], skipped);
      const receipts = await read('receipts', billed, [ids, personClass], skipped);
      return { subscriptions: subscriptions.filter(isPersons), receipts: receipts.filter(isPersons) };
    },

    /** Returns the next purchases that belong to something other than a person. */
    async ofNobodyAfter(
      table: 'subscriptions' | 'receipts',
      after: number,
      limit: number,
    ): Promise<number[]> {
      const sql = `SELECT id FROM ${table}
        WHERE id > ? AND (billable_type IS NULL OR BINARY billable_type <> BINARY ?) ORDER BY id LIMIT ?`;
      return (await select(db, Id, sql, [after, personClass, limit])).map(({ id }) => id);
    },
  };
}

/** Returns the columns of the tables of a database. */
export async function columnsOfSource(db: Sequelize): Promise<Map<string, Set<string>>> {
  const rows = await select(
    db,
    ColumnName,
    `SELECT TABLE_NAME AS tableName, COLUMN_NAME AS columnName FROM information_schema.COLUMNS
     WHERE TABLE_SCHEMA = DATABASE()`,
  );
  const columns = new Map<string, Set<string>>();
  for (const { tableName, columnName } of rows)
    columns.set(tableName, (columns.get(tableName) ?? new Set()).add(columnName));
  return columns;
}
