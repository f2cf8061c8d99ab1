/** The head of each subject of the event log: its version, whose it is, and when it is to be folded again. */
import {
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  literal,
  type Model,
  Op,
  QueryTypes,
  type Sequelize,
  type Transaction,
} from 'sequelize';
import { modelOf } from '#server/platform/database/define-model.ts';
import { insertRows } from '#server/platform/database/insert-rows.ts';
import { plainChange } from '#server/platform/database/plain-statement.ts';
import { listOf, preparedSelect } from '#server/platform/database/prepared-select.ts';
import { updateRows } from '#server/platform/database/rows/update-rows.ts';
import { LostRace } from '#server/platform/database/transactions.ts';
import { comparableAddress } from '#shared/identity/email-address.ts';

/** How it is known whose a subject is: by the passthrough of our pay link, by a decision, or by what was found out. */
export type Ownership = 'passthrough' | 'granted' | 'administrator' | 'verified_email';

/** Whose a subject is, and what its alerts tell of the buyer. */
export interface Owner {
  userId: number | null;
  ownedBy: Ownership | null;
  paddleUserId: number | null;
  /** In the form in which addresses are compared (`comparableAddress`). */
  buyerEmail: string | null;
}

export interface SubjectHead extends Owner {
  subject: string;
  version: number;
}

interface SubjectRow
  extends Model<InferAttributes<SubjectRow>, InferCreationAttributes<SubjectRow>>,
    SubjectHead {
  dueAt: Date | null;
}

const attributes = () => ({
  subject: { type: DataTypes.STRING(64), primaryKey: true },
  version: { type: DataTypes.INTEGER.UNSIGNED, allowNull: false },
  dueAt: DataTypes.DATE(3),
  userId: DataTypes.BIGINT.UNSIGNED,
  ownedBy: DataTypes.STRING(16),
  paddleUserId: DataTypes.BIGINT.UNSIGNED,
  buyerEmail: DataTypes.STRING(254),
});

const columns = `subject, version, user_id AS userId, owned_by AS ownedBy, paddle_user_id AS paddleUserId,
  buyer_email AS buyerEmail`;

export type SubjectRepository = ReturnType<typeof subjectRepository>;

export function subjectRepository(db: Sequelize, transaction?: Transaction) {
  const subjects = modelOf<SubjectRow>(db, 'billing_subjects', attributes, { timestamps: false });
  const scope = transaction ? { transaction } : {};

  const select = (where: string, replacements: Record<string, unknown>) =>
    db.query<SubjectHead>(`SELECT ${columns} FROM billing_subjects WHERE ${where}`, {
      type: QueryTypes.SELECT,
      replacements,
      ...scope,
    });

  const due = (dueAt: Date, names: readonly string[], more: { version?: ReturnType<typeof literal> } = {}) =>
    subjects.update({ dueAt, ...more }, { where: { subject: [...names] }, ...scope });

  async function makeDue(names: readonly string[], at: Date): Promise<void> {
    // The version moves on, for whoever is folding it at this moment has not seen why it is due.
    if (names.length > 0) await due(at, names, { version: literal('version + 1') });
  }

  return {
    /** The heads that exist, by subject. */
    async find(names: readonly string[]): Promise<Map<string, SubjectHead>> {
      if (names.length === 0) return new Map();
      const { list, values } = listOf(names);
      const rows = await preparedSelect<SubjectHead>(
        db,
        `SELECT ${columns} FROM billing_subjects WHERE subject IN ${list}`,
        values,
        transaction,
      );
      return new Map(rows.map((row) => [row.subject, row]));
    },

    /** Adds heads in their first version. A unique key refuses one that another process was first with. */
    async add(heads: readonly (Owner & { subject: string })[]): Promise<void> {
      await insertRows(
        subjects,
        heads.map((head) => ({ ...head, version: 1, dueAt: null })),
        scope,
      );
    },

    /**
     * Moves heads on by one version, all or none: throws `LostRace` when another process has written one of them
     * since it was read. They are no longer due.
     */
    async advance(heads: readonly SubjectHead[]): Promise<void> {
      if (heads.length === 0) return;
      const cases = heads.map(() => 'WHEN ? THEN ?').join(' ');
      const changed = await plainChange(
        db,
        `UPDATE billing_subjects SET version = version + 1, due_at = NULL
         WHERE subject IN (?) AND version = CASE subject ${cases} END`,
        [heads.map((head) => head.subject), ...heads.flatMap((head) => [head.subject, head.version])],
        transaction,
      );
      if (changed !== heads.length) throw new LostRace('a subject of the event log');
    },

    /** Writes whose some subjects are; their versions have been moved on by the same transaction. */
    async setOwners(heads: readonly SubjectHead[]): Promise<void> {
      await updateRows(
        db,
        {
          table: 'billing_subjects',
          key: 'subject',
          columns: ['user_id', 'owned_by', 'paddle_user_id', 'buyer_email'],
        },
        heads.map(({ subject, userId, ownedBy, paddleUserId, buyerEmail }) => ({
          key: subject,
          values: [userId, ownedBy, paddleUserId, buyerEmail],
        })),
        { transaction },
      );
    },

    /** All subjects of some buyers at Paddle. */
    async listByPaddleUsers(paddleUserIds: readonly number[]): Promise<SubjectHead[]> {
      if (paddleUserIds.length === 0) return [];
      return select('paddle_user_id IN (:paddleUserIds) ORDER BY subject', {
        paddleUserIds: [...paddleUserIds],
      });
    },

    /** All that a customer owns. */
    listByUser: (userId: number): Promise<SubjectHead[]> =>
      select('user_id = :userId ORDER BY subject', { userId }),

    /** All that was bought with that address, whosever it is. */
    listByBuyerEmail: (buyerEmail: string): Promise<SubjectHead[]> =>
      select('buyer_email = :buyerEmail ORDER BY subject', { buyerEmail: comparableAddress(buyerEmail) }),

    /** What nobody owns yet, bought with one of those addresses. */
    async listUnclaimed(addresses: readonly string[]): Promise<SubjectHead[]> {
      if (addresses.length === 0) return [];
      return select('user_id IS NULL AND buyer_email IN (:addresses) ORDER BY subject', {
        addresses: addresses.map(comparableAddress),
      });
    },

    /** The addresses that what nobody owns was bought with, in their order, after that one. */
    async listUnclaimedAddresses({ after, limit }: { after: string; limit: number }): Promise<string[]> {
      const rows = await db.query<{ address: string }>(
        `SELECT DISTINCT buyer_email AS address FROM billing_subjects
         WHERE user_id IS NULL AND buyer_email > :after ORDER BY buyer_email LIMIT :limit`,
        { type: QueryTypes.SELECT, replacements: { after, limit }, ...scope },
      );
      return rows.map(({ address }) => address);
    },

    /**
     * What names a plan, subscribed or paid, in the order of its names, after that one; and what was paid for no plan that
     * is known, which may be this one.
     */
    async listNamingPlan(
      { id, paddlePlanId }: { id: number; paddlePlanId: number },
      { after, limit }: { after: string; limit: number },
    ): Promise<string[]> {
      const some = (table: string, where: string) =>
        `(SELECT DISTINCT subject FROM ${table} WHERE ${where} AND subject > :after ORDER BY subject LIMIT :limit)`;
      const rows = await db.query<{ subject: string }>(
        `${[
          some('subscriptions', 'paddle_plan_id = :paddlePlanId'),
          some('receipts', 'plan_id = :id'),
          some('receipts', 'plan_id IS NULL'),
        ].join(' UNION ')} ORDER BY subject LIMIT :limit`,
        { type: QueryTypes.SELECT, replacements: { id, paddlePlanId, after, limit }, ...scope },
      );
      return rows.map((row) => row.subject);
    },

    /** Has some subjects folded again at the next sweep. */
    makeDue,

    /**
     * Has subjects folded again, each at its time, by who has just folded them: their versions have been moved on. What
     * has made one due sooner meanwhile counts.
     */
    async refoldAt(times: readonly { subject: string; at: Date }[]): Promise<void> {
      const instants = new Map(times.map(({ subject, at }) => [subject, at]));
      await updateRows(
        db,
        { table: 'billing_subjects', key: 'subject', columns: ['due_at'] },
        times.map(({ subject, at }) => ({ key: subject, values: [at] })),
        {
          only: (keys) => ({
            sql: `(due_at IS NULL OR due_at > CASE subject ${keys.map(() => 'WHEN ? THEN ?').join(' ')} END)`,
            values: keys.flatMap((key) => [key, instants.get(key) ?? null]),
          }),
          transaction,
        },
      );
    },

    /** Subjects to be folded again; put off until `leaseUntil` should this process die. Two may get the same: folding twice is folding once. */
    async claimDue(now: Date, leaseUntil: Date, limit: number): Promise<string[]> {
      const rows = await subjects.findAll({
        where: { dueAt: { [Op.lte]: now } },
        order: [['dueAt', 'ASC']],
        limit,
        ...scope,
      });
      const names = rows.map((row) => row.subject);
      if (names.length > 0) await due(leaseUntil, names);
      return names;
    },

    /** The subjects after that one, in their order: to go through all of them. */
    async listAfter(subject: string, limit: number): Promise<string[]> {
      const rows = await db.query<{ subject: string }>(
        'SELECT DISTINCT subject FROM billing_events WHERE subject > :subject ORDER BY subject LIMIT :limit',
        { type: QueryTypes.SELECT, replacements: { subject, limit }, ...scope },
      );
      return rows.map((row) => row.subject);
    },

    /**
     * Those of the next `limit` subjects that tables know of which the log does not: each table is read from where the
     * page begins, by its index. `next`: where to go on; null when there are no more.
     */
    async pageWithoutEvents({
      after,
      limit,
    }: {
      after: string;
      limit: number;
    }): Promise<{ subjects: string[]; next: string | null }> {
      const some = (table: string) =>
        `(SELECT DISTINCT subject FROM ${table} WHERE subject > :after ORDER BY subject LIMIT :limit)`;
      const rows = await db.query<{ subject: string }>(
        `${['licences', 'subscriptions', 'receipts', 'flags'].map(some).join(' UNION ')} ORDER BY subject LIMIT :limit`,
        { type: QueryTypes.SELECT, replacements: { after, limit }, ...scope },
      );
      const page = rows.map((row) => row.subject);
      if (page.length === 0) return { subjects: [], next: null };
      const known = await db.query<{ subject: string }>(
        'SELECT DISTINCT subject FROM billing_events WHERE subject IN (:page)',
        { type: QueryTypes.SELECT, replacements: { page }, ...scope },
      );
      const told = new Set(known.map((row) => row.subject));
      return {
        subjects: page.filter((subject) => !told.has(subject)),
        next: page.length < limit ? null : (page.at(-1) ?? null),
      };
    },
  };
}
