/** Defines the columns of the event log and reads and writes its payloads. */
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
import { column, millisecondsOf, wordColumn } from '#server/platform/database/statements.ts';
import { RecentReadings } from '#server/platform/scheduling/recent-readings.ts';
import type { EventSource, EventState, LoggedEvent } from './events.ts';
import type { Identifiers, Identify } from './identifiers.ts';

export interface EventRow
  extends Model<InferAttributes<EventRow>, InferCreationAttributes<EventRow>>,
    Identifiers {
  id: CreationOptional<number>;
  source: EventSource;
  type: string;
  stream: string | null;
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
  stream: DataTypes.STRING(64),
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
  customerId: DataTypes.BIGINT.UNSIGNED,
  orderId: DataTypes.STRING(64),
  addressHash: DataTypes.BLOB,
  formerAddressHash: DataTypes.BLOB,
  identifiedWith: DataTypes.BLOB,
});

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Caches the payloads of alerts read or written recently, because the events of an active stream are read again and
 * again.
 */
const recent = new RecentReadings<Record<string, unknown>>(8_000_000);

/**
 * Parses a stored payload. Returns null if the text isn't a JSON object, which happens if the row was edited by hand or
 * damaged on disk. Payloads of alerts are frozen, because all readers of an event share them.
 */
function readPayload(alertId: string | null, text: string): Readonly<Record<string, unknown>> | null {
  const known = alertId === null ? undefined : recent.find(alertId, text);
  if (known) return known;
  try {
    const payload: unknown = JSON.parse(text);
    if (!isPlain(payload)) return null;
    if (alertId !== null) recent.keep(alertId, text, Object.freeze(payload));
    return payload;
  } catch {
    return null;
  }
}

/** Serializes a payload. If it is the frozen payload of an alert, which never changes, also caches it. */
export function writePayload(alertId: string | null, payload: Readonly<Record<string, unknown>>): string {
  const text = JSON.stringify(payload);
  if (alertId !== null && Object.isFrozen(payload)) recent.keep(alertId, text, payload);
  return text;
}

export const notReadable = 'its payload is not a JSON object';

/** Throws if the payload can't be parsed, because folding the stream without this event would produce a wrong state. */
function payloadOf({ id, alertId, payload: text }: PlainRow): Readonly<Record<string, unknown>> {
  const payload = readPayload(alertId, text);
  if (payload === null) throw new Error(`event ${id} of the log cannot be read: ${notReadable}`);
  return payload;
}

export const maxErrorLength = 1_000;

/** Columns for reading events as plain rows. Creating model instances would be slow, because a fold reads many rows. */
export const plainColumns = `id, source, type, stream, alert_id AS alertId, payload, state, error, attempts,
  identified_with AS identifiedWith,
  ${millisecondsOf('occurred_at')} AS occurredAt, ${millisecondsOf('received_at')} AS receivedAt`;

/**
 * A row with these columns. Times are selected in milliseconds, because parsing a DATETIME costs the driver more than
 * the rest of the row.
 */
export const PlainRow = z.object({
  id: column.number,
  source: wordColumn<EventSource>(),
  type: column.text,
  stream: column.text.nullable(),
  alertId: column.text.nullable(),
  payload: column.text,
  state: wordColumn<EventState>(),
  error: column.text.nullable(),
  attempts: column.number,
  identifiedWith: column.bytes.nullable(),
  occurredAt: column.milliseconds,
  receivedAt: column.milliseconds,
});
export type PlainRow = z.output<typeof PlainRow>;

export const isReadable = ({ alertId, payload }: PlainRow): boolean => readPayload(alertId, payload) !== null;

export const toEvent = (row: PlainRow): LoggedEvent => ({
  id: row.id,
  source: row.source,
  type: row.type,
  stream: row.stream,
  payload: payloadOf(row),
  occurredAt: row.occurredAt,
  receivedAt: row.receivedAt,
  state: row.state,
  error: row.error,
  attempts: row.attempts,
  identifiedWith: row.identifiedWith,
});

/** Returns the connection, model and options shared by all parts of the event repository. */
export function eventTable(db: Sequelize, identify: Identify, transaction?: Transaction) {
  return {
    db,
    identify,
    transaction,
    events: modelOf<EventRow>(db, 'billing_events', attributes, { timestamps: false }),
    scope: transaction ? { transaction } : {},
  };
}
export type EventTable = ReturnType<typeof eventTable>;
