/** Mails that are owed: exactly one row for each fact, written in the transaction that makes it one. */
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
import { z } from 'zod';
import { modelOf } from '#server/platform/database/define-model.ts';

/**
 * `waiting`: to be sent. `void`: when its turn came there was nothing to say any more, or nobody to say it to.
 * `given_up`: refused too often; somebody has to look.
 */
export type OutboxState = 'waiting' | 'sent' | 'void' | 'given_up';

/**
 * Ids of what the mail is about: enough to look everything else up when it is sent. What nobody can look up by then is
 * `sealed`: encrypted, and there no longer than until the mail is settled.
 */
export type OutboxIds = Readonly<Record<string, string | number>>;

export interface NewOutboxMail {
  /** Names the fact for ever: the second row of the same name is not written. */
  idempotencyKey: string;
  template: string;
  ids: OutboxIds;
  at: Date;
  /** Somebody waits for it in front of a page: it is sent before all that are not. */
  urgent?: boolean;
}

export interface OutboxMail extends Omit<NewOutboxMail, 'at' | 'urgent'> {
  id: number;
  state: OutboxState;
  /** How often it was tried, this time included. */
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
});

/** The column `priority`; others may come in between. */
const priorities = { urgent: 0, ordinary: 1 } as const;

const Ids = z.record(z.string(), z.union([z.string(), z.number()]));

const toMail = (row: OutboxRow): OutboxMail => ({
  id: row.id,
  idempotencyKey: row.idempotencyKey,
  template: row.template,
  ids: Ids.parse(JSON.parse(row.ids)),
  state: row.state,
  attempts: row.attempts,
  lastError: row.lastError,
  createdAt: row.createdAt,
});

export type OutboxRepository = ReturnType<typeof outboxRepository>;

export function outboxRepository(db: Sequelize, transaction?: Transaction) {
  const outbox = modelOf<OutboxRow>(db, 'outbox', attributes, { timestamps: false });
  const scope = transaction ? { transaction } : {};
  return {
    /** Owes mails, due at once. One whose fact is known is owed already, or was sent. */
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
        })),
        // Nothing but itself is written over what is there.
        { updateOnDuplicate: ['idempotencyKey'], ...scope },
      );
    },

    /**
     * Of any number of processes at the same moment, one gets a mail that is due; it is due again at `leaseUntil`.
     * Urgent ones come before all others, and alone where nothing else is wanted.
     */
    async claimDue(now: Date, leaseUntil: Date, { onlyUrgent = false } = {}): Promise<OutboxMail | null> {
      const kinds = onlyUrgent ? [priorities.urgent] : [priorities.urgent, priorities.ordinary];
      // One range of the index for each: together they would have to be sorted.
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
     * Writes down what became of a mail at the try that was claimed; of its ids `keep` is left, where told. `error`:
     * words of ours and codes, never what a mail server said. False, and nothing is written, when it is settled
     * already or another process has claimed it since.
     */
    async settle(
      { id, attempts }: Pick<OutboxMail, 'id' | 'attempts'>,
      outcome: OutboxOutcome,
    ): Promise<boolean> {
      const [settled] = await outbox.update(
        {
          ...(outcome.keep === undefined ? {} : { ids: JSON.stringify(outcome.keep) }),
          state: outcome.state,
          nextAttemptAt: outcome.nextAttemptAt ?? null,
          lastError: outcome.error?.slice(0, 255) ?? null,
          settledAt: outcome.state === 'waiting' ? null : outcome.at,
        },
        { where: { id, attempts, state: 'waiting' }, ...scope },
      );
      return settled === 1;
    },

    /** The newest first; only those in some states, where told. */
    async list({ states, limit }: { states?: readonly OutboxState[]; limit: number }): Promise<OutboxMail[]> {
      const rows = await outbox.findAll({
        ...(states ? { where: { state: { [Op.in]: [...states] } } } : {}),
        order: [['id', 'DESC']],
        limit,
        ...scope,
      });
      return rows.map(toMail);
    },

    /** Owes a mail anew that was given up, due at once. False when it was not given up, or there is none. */
    async requeue(id: number, at: Date): Promise<boolean> {
      const [owed] = await outbox.update(
        { state: 'waiting', attempts: 0, nextAttemptAt: at, settledAt: null },
        { where: { id, state: 'given_up' }, ...scope },
      );
      return owed === 1;
    },

    async findByIdempotencyKey(idempotencyKey: string): Promise<OutboxMail | null> {
      const row = await outbox.findOne({ where: { idempotencyKey }, ...scope });
      return row && toMail(row);
    },
  };
}
