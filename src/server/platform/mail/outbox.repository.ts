/** Stores the outbox: the e-mails to send, one row per event, written in the same transaction as the event. */
import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  literal,
  type Model,
  Op,
  type Sequelize,
  type Transaction,
} from 'sequelize';
import { z } from 'zod';
import { modelOf } from '#server/platform/database/define-model.ts';
import type { Retention } from '#server/platform/database/purge-expired.ts';
import { column, select } from '#server/platform/database/statements.ts';

/**
 * `not_needed`: not sent, because it was no longer relevant or had no recipient when it was due. `suppressed`: not
 * sent, because the recipient's mail server refuses the address for good. `failed`: refused too often, so the operator
 * has to look at it.
 */
export type OutboxState = 'waiting' | 'sent' | 'not_needed' | 'suppressed' | 'failed';

/**
 * Days for which sent or skipped e-mails stay in the outbox, where `mail:list` shows them. An e-mail's row is the only
 * thing that prevents it from being enqueued and sent twice, so this is far longer than the time within which that
 * could happen. Failed e-mails are kept, because the operator has to look at them.
 */
const keepSettledDays = 90;

export const outboxRetention: readonly Retention[] = (['sent', 'not_needed', 'suppressed'] as const).map(
  (state) => ({
    table: 'outbox',
    where: `state = '${state}' AND settled_at < :longAgo`,
    daysAgo: { longAgo: keepSettledDays },
    clock: 'business',
    order: 'settled_at, id',
  }),
);

/**
 * IDs of the records that the e-mail is about. Everything else is looked up when the e-mail is sent. Data that can't be
 * looked up then is stored encrypted in `sealed`, and removed once the e-mail has been sent or won't be sent. By
 * `stream`, e-mails about a purchase can be found.
 */
export type OutboxIds = Readonly<Record<string, string | number>>;

export interface NewOutboxMail {
  /** Identifies the event permanently. A second e-mail with the same key isn't added. */
  idempotencyKey: string;
  template: string;
  ids: OutboxIds;
  at: Date;
  /** Sent before all others, because a user is waiting for it. */
  urgent?: boolean;
}

export interface OutboxMail extends Omit<NewOutboxMail, 'at' | 'urgent'> {
  id: number;
  state: OutboxState;
  /** Whether a user is waiting for it. */
  isUrgent: boolean;
  /** Number of attempts, including the current one. */
  attempts: number;
  lastError: string | null;
  createdAt: Date;
}

export interface OutboxOutcome {
  state: OutboxState;
  at: Date;
  nextAttemptAt?: Date;
  error?: string;
  keep?: OutboxIds;
  /** The account with the address that the e-mail goes to; null if no account has it. */
  recipientId?: number | null;
}

interface OutboxRow extends Model<InferAttributes<OutboxRow>, InferCreationAttributes<OutboxRow>> {
  id: CreationOptional<number>;
  idempotencyKey: string;
  template: string;
  ids: string;
  state: OutboxState;
  priority: number;
  attempts: number;
  nextAttemptAt: Date | null;
  lastError: string | null;
  createdAt: Date;
  settledAt: Date | null;
  userId: CreationOptional<number | null>;
  stream: CreationOptional<string | null>;
}

const attributes = () => ({
  id: { type: DataTypes.BIGINT.UNSIGNED, autoIncrement: true, primaryKey: true },
  idempotencyKey: { type: DataTypes.STRING(191), allowNull: false },
  template: { type: DataTypes.STRING(40), allowNull: false },
  ids: { type: DataTypes.STRING(1_024), allowNull: false },
  state: { type: DataTypes.STRING, allowNull: false },
  priority: { type: DataTypes.TINYINT.UNSIGNED, allowNull: false },
  attempts: { type: DataTypes.INTEGER.UNSIGNED, allowNull: false },
  nextAttemptAt: DataTypes.DATE(3),
  lastError: DataTypes.STRING(255),
  createdAt: { type: DataTypes.DATE(3), allowNull: false },
  settledAt: DataTypes.DATE(3),
  userId: DataTypes.BIGINT.UNSIGNED,
  stream: DataTypes.STRING(64),
});

/** Values of the column `priority`; lower ones are sent first. */
const priorities = { urgent: 0, ordinary: 1 } as const;

const Ids = z.record(z.string(), z.union([z.string(), z.number()]));

const RefusedRow = z.object({ id: column.number, template: column.text });

const toMail = (row: OutboxRow): OutboxMail => ({
  id: row.id,
  idempotencyKey: row.idempotencyKey,
  template: row.template,
  ids: Ids.parse(JSON.parse(row.ids)),
  state: row.state,
  isUrgent: row.priority === priorities.urgent,
  attempts: row.attempts,
  lastError: row.lastError,
  createdAt: row.createdAt,
});

/** The account’s ID, or null if it has been removed meanwhile: the e-mails of an erased person name nobody. */
const stillAnAccount = (id: number | null) =>
  id === null ? null : literal(`(SELECT id FROM users WHERE id = ${Number(id)})`);

export type OutboxRepository = ReturnType<typeof outboxRepository>;

export function outboxRepository(db: Sequelize, transaction?: Transaction) {
  const outbox = modelOf<OutboxRow>(db, 'outbox', attributes, { timestamps: false });
  const scope = transaction ? { transaction } : {};
  return {
    /** Adds e-mails, due at `at`. Skips those whose key is already in the outbox, whatever the state of that row. */
    async add(mails: readonly NewOutboxMail[]): Promise<void> {
      if (mails.length === 0) return;
      await outbox.bulkCreate(
        mails.map(({ idempotencyKey, template, ids, at, urgent = false }) => ({
          idempotencyKey,
          template,
          ids: JSON.stringify(ids),
          state: 'waiting',
          priority: urgent ? priorities.urgent : priorities.ordinary,
          attempts: 0,
          nextAttemptAt: at,
          lastError: null,
          createdAt: at,
          settledAt: null,
          stream: typeof ids.stream === 'string' ? ids.stream : null,
        })),
        // On a duplicate key, overwrites only the key itself, which changes nothing.
        { updateOnDuplicate: ['idempotencyKey'], ...scope },
      );
    },

    /**
     * Claims one due e-mail, urgent ones first, and returns it; returns null if none could be claimed. If several
     * processes try at once, only one of them gets it. Unless it is settled, it becomes due again at `leaseUntil`.
     */
    async claimDue(now: Date, leaseUntil: Date, { onlyUrgent = false } = {}): Promise<OutboxMail | null> {
      const kinds = onlyUrgent ? [priorities.urgent] : [priorities.urgent, priorities.ordinary];
      // Reads one index range per priority. A single query for both priorities would have to sort.
      for (const priority of kinds) {
        const due = await outbox.findAll({
          where: { state: 'waiting', priority, nextAttemptAt: { [Op.lte]: now } },
          order: [
            ['nextAttemptAt', 'ASC'],
            ['id', 'ASC'],
          ],
          limit: 10,
          ...scope,
        });
        for (const row of due) {
          const [claimed] = await outbox.update(
            { nextAttemptAt: leaseUntil, attempts: row.attempts + 1 },
            {
              where: {
                id: row.id,
                state: 'waiting',
                attempts: row.attempts,
                nextAttemptAt: row.nextAttemptAt,
              },
              ...scope,
            },
          );
          if (claimed === 1) return { ...toMail(row), attempts: row.attempts + 1 };
        }
      }
      return null;
    },

    /**
     * Records the outcome of an attempt. Replaces the IDs with `keep` if it is given. `error` contains codes or fixed
     * texts, never the mail server's response. Writes nothing and returns false if the e-mail has been settled or
     * claimed again since the attempt began.
     */
    async settle(
      { id, attempts }: Pick<OutboxMail, 'id' | 'attempts'>,
      outcome: OutboxOutcome,
    ): Promise<boolean> {
      const [settled] = await outbox.update(
        {
          ...(outcome.keep === undefined ? {} : { ids: JSON.stringify(outcome.keep) }),
          ...(outcome.recipientId === undefined ? {} : { userId: stillAnAccount(outcome.recipientId) }),
          state: outcome.state,
          nextAttemptAt: outcome.nextAttemptAt ?? null,
          lastError: outcome.error?.slice(0, 255) ?? null,
          settledAt: outcome.state === 'waiting' ? null : outcome.at,
        },
        { where: { id, attempts, state: 'waiting' }, ...scope },
      );
      return settled === 1;
    },

    /** Lists e-mails, newest first, optionally only those in certain states. */
    async list({ states, limit }: { states?: readonly OutboxState[]; limit: number }): Promise<OutboxMail[]> {
      const rows = await outbox.findAll({
        ...(states ? { where: { state: { [Op.in]: [...states] } } } : {}),
        order: [['id', 'DESC']],
        limit,
        ...scope,
      });
      return rows.map(toMail);
    },

    /**
     * Lists the e-mails that were composed for an account, newest first, starting below the given ID. `settledAt` is
     * when an e-mail was sent or given up.
     */
    async listForRecipient(
      userId: number,
      { before, limit }: { before?: number | undefined; limit: number },
    ): Promise<(OutboxMail & { settledAt: Date | null })[]> {
      const rows = await outbox.findAll({
        where: { userId, ...(before === undefined ? {} : { id: { [Op.lt]: before } }) },
        order: [['id', 'DESC']],
        limit,
        ...scope,
      });
      return rows.map((row) => ({ ...toMail(row), settledAt: row.settledAt }));
    },

    /** Returns an e-mail that was composed for the account; null if there is none. */
    async findForRecipient(userId: number, id: number): Promise<OutboxMail | null> {
      const row = await outbox.findOne({ where: { id, userId }, ...scope });
      return row && toMail(row);
    },

    /** Forgets for which account e-mails were composed, because the account is being removed. */
    async forgetRecipient(userId: number): Promise<void> {
      await outbox.update({ userId: null }, { where: { userId }, ...scope });
    },

    /** Returns those of the e-mails that went to an account whose address a mail server refuses for good by now. */
    refusedAmong: (ids: readonly number[]): Promise<Pick<OutboxMail, 'id' | 'template'>[]> =>
      select(
        db,
        RefusedRow,
        `SELECT o.id, o.template FROM outbox o JOIN users u ON u.id = o.user_id
         WHERE o.id IN (?) AND u.email_refused_at IS NOT NULL ORDER BY o.id`,
        [ids],
        transaction,
      ),

    /** Makes an e-mail in state `failed` due immediately. Returns false if there is no such e-mail. */
    async requeue(id: number, at: Date): Promise<boolean> {
      const [owed] = await outbox.update(
        { state: 'waiting', attempts: 0, nextAttemptAt: at, settledAt: null },
        { where: { id, state: 'failed' }, ...scope },
      );
      return owed === 1;
    },

    /** Returns those of the keys that are in the outbox, whatever the state of their e-mails. */
    async knownAmong(keys: readonly string[]): Promise<ReadonlySet<string>> {
      if (keys.length === 0) return new Set();
      const rows = await outbox.findAll({
        attributes: ['idempotencyKey'],
        where: { idempotencyKey: { [Op.in]: [...keys] } },
        ...scope,
      });
      return new Set(rows.map(({ idempotencyKey }) => idempotencyKey));
    },

    async findByIdempotencyKey(idempotencyKey: string): Promise<OutboxMail | null> {
      const row = await outbox.findOne({ where: { idempotencyKey }, ...scope });
      return row && toMail(row);
    },
  };
}
