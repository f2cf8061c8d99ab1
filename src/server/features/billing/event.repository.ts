/** The append-only event log: the input of all billing state. Only an event's bookkeeping ever changes. */
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
import { z } from 'zod';
import { modelOf } from '#server/platform/database/define-model.ts';

export type EventSource = 'paddle_alert' | 'reconciliation' | 'customer' | 'administrator' | 'system';

/**
 * `pending`: to be applied. `applied`: folded into the state. `waiting`: needs an event that has not come.
 * `failed`: cannot be applied, see `error`. `stored`: kept on purpose, no rule reads it.
 */
export type EventState = 'pending' | 'applied' | 'waiting' | 'failed' | 'stored';

export interface NewEvent {
  source: EventSource;
  type: string;
  /** What it is about: `subscription:<Paddle's id>` or `grant:<uuid>`; null when about neither. */
  subject: string | null;
  payload: Record<string, unknown>;
  occurredAt: Date;
  receivedAt: Date;
  state: EventState;
  error?: string | null;
  alertId?: string | null;
  digest?: Buffer | null;
}

export interface LoggedEvent {
  id: number;
  source: EventSource;
  type: string;
  subject: string | null;
  payload: Record<string, unknown>;
  occurredAt: Date;
  receivedAt: Date;
  state: EventState;
  error: string | null;
  attempts: number;
}

interface EventRow extends Model<InferAttributes<EventRow>, InferCreationAttributes<EventRow>> {
  id: CreationOptional<number>;
  source: EventSource;
  type: string;
  subject: string | null;
  alertId: string | null;
  payloadDigest: Buffer | null;
  payload: string;
  occurredAt: Date;
  receivedAt: Date;
  state: EventState;
  error: string | null;
  attempts: CreationOptional<number>;
  nextAttemptAt: Date | null;
  appliedAt: CreationOptional<Date | null>;
}

const attributes = () => ({
  id: { type: DataTypes.BIGINT.UNSIGNED, autoIncrement: true, primaryKey: true },
  source: { type: DataTypes.STRING, allowNull: false },
  type: { type: DataTypes.STRING(64), allowNull: false },
  subject: DataTypes.STRING(64),
  alertId: DataTypes.STRING(64),
  payloadDigest: DataTypes.BLOB,
  payload: { type: DataTypes.TEXT('long'), allowNull: false },
  occurredAt: { type: DataTypes.DATE(3), allowNull: false },
  receivedAt: { type: DataTypes.DATE(3), allowNull: false },
  state: { type: DataTypes.STRING, allowNull: false },
  error: DataTypes.STRING(1024),
  attempts: DataTypes.INTEGER.UNSIGNED,
  nextAttemptAt: DataTypes.DATE(3),
  appliedAt: DataTypes.DATE(3),
});

const Payload = z.record(z.string(), z.unknown());
const longestError = 1_000;

const toEvent = (row: EventRow): LoggedEvent => ({
  id: row.id,
  source: row.source,
  type: row.type,
  subject: row.subject,
  payload: Payload.parse(JSON.parse(row.payload)),
  occurredAt: row.occurredAt,
  receivedAt: row.receivedAt,
  state: row.state,
  error: row.error,
  attempts: row.attempts,
});

export type EventRepository = ReturnType<typeof eventRepository>;

export function eventRepository(db: Sequelize, transaction?: Transaction) {
  const events = modelOf<EventRow>(db, 'billing_events', attributes, { timestamps: false });
  const scope = transaction ? { transaction } : {};
  return {
    /** Adds an event. `known` when its alert id, or an equal payload under another id, is already in the log. */
    async append(event: NewEvent): Promise<{ status: 'appended'; id: number } | { status: 'known' }> {
      try {
        const row = await events.create(
          {
            source: event.source,
            type: event.type.slice(0, 64),
            subject: event.subject,
            alertId: event.alertId ?? null,
            payloadDigest: event.digest ?? null,
            payload: JSON.stringify(event.payload),
            occurredAt: event.occurredAt,
            receivedAt: event.receivedAt,
            state: event.state,
            error: event.error?.slice(0, longestError) ?? null,
            nextAttemptAt: event.state === 'pending' ? event.receivedAt : null,
          },
          scope,
        );
        return { status: 'appended', id: row.id };
      } catch (error) {
        if (error instanceof UniqueConstraintError) return { status: 'known' };
        throw error;
      }
    },

    /** Everything ever logged about a subject, oldest first. */
    async listBySubject(subject: string): Promise<LoggedEvent[]> {
      const rows = await events.findAll({
        where: { subject },
        order: [
          ['occurredAt', 'ASC'],
          ['id', 'ASC'],
        ],
        ...scope,
      });
      return rows.map(toEvent);
    },

    async findById(id: number): Promise<LoggedEvent | null> {
      const row = await events.findByPk(id, scope);
      return row && toEvent(row);
    },

    /** Writes down what became of some events. */
    async settle(
      ids: readonly number[],
      outcome: { state: EventState; error?: string; nextAttemptAt?: Date; at: Date },
    ): Promise<void> {
      if (ids.length === 0) return;
      await events.update(
        {
          state: outcome.state,
          error: outcome.error?.slice(0, longestError) ?? null,
          nextAttemptAt: outcome.nextAttemptAt ?? null,
          ...(outcome.state === 'applied' ? { appliedAt: outcome.at } : {}),
        },
        { where: { id: [...ids] }, ...scope },
      );
    },

    /** Makes failed events that are tried again by themselves due now: what they wanted may be there. */
    async retryFailed(now: Date): Promise<void> {
      await events.update(
        { nextAttemptAt: now },
        { where: { state: 'failed', nextAttemptAt: { [Op.gt]: now } }, ...scope },
      );
    },

    /**
     * Takes up to `limit` events whose time has come, for one process alone: the conditional update decides
     * who gets an event, and its next attempt is put off until `leaseUntil` should this process die.
     */
    async claimDue(now: Date, leaseUntil: Date, limit: number): Promise<LoggedEvent[]> {
      const due = await events.findAll({
        where: { state: ['pending', 'waiting', 'failed'], nextAttemptAt: { [Op.lte]: now } },
        order: [
          ['nextAttemptAt', 'ASC'],
          ['id', 'ASC'],
        ],
        limit,
        ...scope,
      });
      const claimed: LoggedEvent[] = [];
      for (const row of due) {
        const [changed] = await events.update(
          { nextAttemptAt: leaseUntil, attempts: row.attempts + 1 },
          { where: { id: row.id, attempts: row.attempts, nextAttemptAt: { [Op.lte]: now } }, ...scope },
        );
        if (changed === 1) claimed.push({ ...toEvent(row), attempts: row.attempts + 1 });
      }
      return claimed;
    },
  };
}
