/** The append-only event log: the input of all billing state. Only an event's bookkeeping ever changes. */
import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  literal,
  type Model,
  Op,
  QueryTypes,
  type Sequelize,
  type Transaction,
  UniqueConstraintError,
} from 'sequelize';
import { isDatabaseUnreachable } from '#server/platform/database/connection.ts';
import { modelOf } from '#server/platform/database/define-model.ts';
import { insertRows } from '#server/platform/database/insert-rows.ts';
import { plainChange } from '#server/platform/database/plain-statement.ts';
import { listOf, millisecondsOf, preparedSelect } from '#server/platform/database/prepared-select.ts';
import { RecentReadings } from '#server/platform/recent-readings.ts';

export type EventSource = 'paddle_alert' | 'reconciliation' | 'customer' | 'administrator' | 'system';

/**
 * `pending`: to be applied. `applied`: folded into the state. `waiting`: needs an event that has not come.
 * `failed`: cannot be applied, see `error`. `ignored`: known, and of no concern to licences. `stored`: no rule
 * knows it.
 */
export type EventState = 'pending' | 'applied' | 'waiting' | 'failed' | 'ignored' | 'stored';

export interface NewEvent {
  source: EventSource;
  type: string;
  /** What it is about (fold/subjects); null when that cannot be read. */
  subject: string | null;
  payload: Readonly<Record<string, unknown>>;
  occurredAt: Date;
  receivedAt: Date;
  state: EventState;
  error?: string | null;
  alertId?: string | null;
  digest?: Buffer | null;
  /** From when on any sweeper may take up a pending one; at once when left out. Whoever stores it applies it before. */
  nextAttemptAt?: Date;
}

export interface LoggedEvent {
  id: number;
  source: EventSource;
  type: string;
  subject: string | null;
  payload: Readonly<Record<string, unknown>>;
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

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Payloads of alerts that were read or written last, in characters: of a subject that something happens to, much is read again. */
const recent = new RecentReadings<Record<string, unknown>>(8_000_000);

/**
 * What this repository wrote; null for anything else, which somebody has put there by hand, or a disk has spoilt.
 * Frozen, for whoever reads the same event again shares it.
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

/** Of an alert's payload, which nobody changes any more, it is remembered what was written. */
function writePayload(alertId: string | null, payload: Readonly<Record<string, unknown>>): string {
  const text = JSON.stringify(payload);
  if (alertId !== null && Object.isFrozen(payload)) recent.keep(alertId, text, payload);
  return text;
}

const notReadable = 'its payload is no JSON object';

/** Throws rather than leave one out: without an event its subject would be folded into something else. */
function payloadOf({ id, alertId, payload: text }: PlainRow): Readonly<Record<string, unknown>> {
  const payload = readPayload(alertId, text);
  if (payload === null) throw new Error(`event ${id} of the log cannot be read: ${notReadable}`);
  return payload;
}

const longestError = 1_000;

/** Read without building models: a fold reads many. */
const plainColumns = `id, source, type, subject, alert_id AS alertId, payload, state, error, attempts,
  ${millisecondsOf('occurred_at')} AS occurredAt, ${millisecondsOf('received_at')} AS receivedAt`;

interface PlainRow extends Omit<LoggedEvent, 'payload' | 'occurredAt' | 'receivedAt'> {
  alertId: string | null;
  payload: string;
  /** Milliseconds since 1970: the driver's own reading of instants costs more than everything else about a row. */
  occurredAt: number;
  receivedAt: number;
}

const isReadable = ({ alertId, payload }: PlainRow): boolean => readPayload(alertId, payload) !== null;

const toEvent = (row: PlainRow): LoggedEvent => ({
  id: row.id,
  source: row.source,
  type: row.type,
  subject: row.subject,
  payload: payloadOf(row),
  occurredAt: new Date(row.occurredAt),
  receivedAt: new Date(row.receivedAt),
  state: row.state,
  error: row.error,
  attempts: row.attempts,
});

/** `known`: its alert id, or an equal payload under another id, is in the log already. */
export type Appended = 'appended' | 'known';

export type EventRepository = ReturnType<typeof eventRepository>;

export function eventRepository(db: Sequelize, transaction?: Transaction) {
  const events = modelOf<EventRow>(db, 'billing_events', attributes, { timestamps: false });
  const scope = transaction ? { transaction } : {};

  const toRow = (event: NewEvent) => ({
    source: event.source,
    type: event.type.slice(0, 64),
    subject: event.subject,
    alertId: event.alertId ?? null,
    payloadDigest: event.digest ?? null,
    payload: writePayload(event.alertId ?? null, event.payload),
    occurredAt: event.occurredAt,
    receivedAt: event.receivedAt,
    state: event.state,
    error: event.error?.slice(0, longestError) ?? null,
    nextAttemptAt: event.state === 'pending' ? (event.nextAttemptAt ?? event.receivedAt) : null,
    appliedAt: event.state === 'applied' ? event.receivedAt : null,
  });

  async function append(event: NewEvent): Promise<Appended> {
    try {
      await events.create(toRow(event), scope);
      return 'appended';
    } catch (error) {
      if (error instanceof UniqueConstraintError) return 'known';
      throw error;
    }
  }

  async function appendAll(all: readonly NewEvent[]): Promise<Appended[]> {
    try {
      await insertRows(events, all.map(toRow), scope);
      return all.map(() => 'appended');
    } catch (error) {
      if (!(error instanceof UniqueConstraintError)) throw error;
      // One that is known refuses the whole statement: who it is shows one by one.
      const appended: Appended[] = [];
      for (const event of all) appended.push(await append(event));
      return appended;
    }
  }

  return {
    /** Adds an event. `known` when its alert id, or an equal payload under another id, is already in the log. */
    append,

    /** Adds many in one statement. The answer is in their order. */
    appendAll,

    /**
     * Adds many, in one statement where none of them is refused, and says in their order what became of each: one that
     * the database does not take keeps no other out. Throws when the database cannot be reached.
     */
    async appendEach(all: readonly NewEvent[]): Promise<(Appended | { refused: unknown })[]> {
      try {
        return await appendAll(all);
      } catch (error) {
        if (isDatabaseUnreachable(error)) throw error;
        if (all.length === 1) return [{ refused: error }];
      }
      const appended: (Appended | { refused: unknown })[] = [];
      for (const event of all) {
        appended.push(
          await append(event).catch((error: unknown) => {
            if (isDatabaseUnreachable(error)) throw error;
            return { refused: error };
          }),
        );
      }
      return appended;
    },

    /** Everything ever logged about some subjects, oldest first. */
    async listBySubjects(subjects: readonly string[]): Promise<Map<string, LoggedEvent[]>> {
      const bySubject = new Map<string, LoggedEvent[]>(subjects.map((subject) => [subject, []]));
      if (subjects.length === 0) return bySubject;
      const { list, values } = listOf(subjects);
      const rows = await preparedSelect<PlainRow>(
        db,
        `SELECT ${plainColumns} FROM billing_events WHERE subject IN ${list} ORDER BY subject, occurred_at, id`,
        values,
        transaction,
      );
      for (const row of rows) if (row.subject !== null) bySubject.get(row.subject)?.push(toEvent(row));
      return bySubject;
    },

    /** Whether something about a subject has come that nobody has applied yet. */
    async hasPending(subject: string): Promise<boolean> {
      const rows = await db.query<{ id: number }>(
        "SELECT id FROM billing_events WHERE subject = :subject AND state = 'pending' LIMIT 1",
        { type: QueryTypes.SELECT, replacements: { subject }, ...scope },
      );
      return rows.length > 0;
    },

    async findByIds(ids: readonly number[]): Promise<LoggedEvent[]> {
      if (ids.length === 0) return [];
      const rows = await db.query<PlainRow>(`SELECT ${plainColumns} FROM billing_events WHERE id IN (:ids)`, {
        type: QueryTypes.SELECT,
        replacements: { ids: [...ids] },
        ...scope,
      });
      return rows.map(toEvent);
    },

    /** The newest first; those below `before`, and only of some states, where told. One that cannot be read says so. */
    async list(filter: {
      states?: readonly EventState[];
      before?: number;
      limit: number;
    }): Promise<LoggedEvent[]> {
      const rows = await db.query<PlainRow>(
        `SELECT ${plainColumns} FROM billing_events
         WHERE ${filter.before ? 'id < :before' : '1 = 1'} ${filter.states ? 'AND state IN (:states)' : ''}
         ORDER BY id DESC LIMIT :limit`,
        { type: QueryTypes.SELECT, replacements: { ...filter }, ...scope },
      );
      return rows.map((row) =>
        !isReadable(row) ? toEvent({ ...row, payload: '{}', error: row.error ?? notReadable }) : toEvent(row),
      );
    },

    /** How many events are in each state. */
    async countByState(): Promise<Partial<Record<EventState, number>>> {
      const rows = await db.query<{ state: EventState; total: number }>(
        'SELECT state, COUNT(*) AS total FROM billing_events GROUP BY state',
        { type: QueryTypes.SELECT, ...scope },
      );
      return Object.fromEntries(rows.map((row) => [row.state, row.total]));
    },

    /** Those of some alerts that the log has, by their id or as an equal payload under another one. */
    async knownAmong<A extends { alertId: string | null; digest: Buffer }>(
      alerts: readonly A[],
    ): Promise<Set<A>> {
      const read = <T extends object>(column: string, values: readonly (string | Buffer)[]) =>
        db.query<T>(`SELECT ${column} AS value FROM billing_events WHERE ${column} IN (:values)`, {
          type: QueryTypes.SELECT,
          replacements: { values: [...values] },
          ...scope,
        });
      const named = alerts.flatMap(({ alertId }) => alertId ?? []);
      const ids = new Set(
        named.length === 0 ? [] : (await read<{ value: string }>('alert_id', named)).map((row) => row.value),
      );
      const known = new Set(alerts.filter(({ alertId }) => alertId !== null && ids.has(alertId)));
      // A digest costs more than an id: it is asked for only where the id says nothing.
      const rest = alerts.filter((alert) => !known.has(alert));
      if (rest.length === 0) return known;
      const hex = new Map(rest.map((alert) => [alert.digest.toString('hex'), alert]));
      const rows = await read<{ value: Buffer }>(
        'payload_digest',
        rest.map((alert) => alert.digest),
      );
      for (const row of rows) {
        const alert = hex.get(row.value.toString('hex'));
        if (alert) known.add(alert);
      }
      return known;
    },

    /** Subjects with events that came in that span and wait; the newest first, so that hopeless ones keep none from being asked about. */
    async subjectsWaiting(span: { since: Date; until: Date }, limit: number): Promise<string[]> {
      const rows = await db.query<{ subject: string }>(
        `SELECT subject FROM billing_events
         WHERE state = 'waiting' AND subject IS NOT NULL AND received_at BETWEEN :since AND :until
         GROUP BY subject ORDER BY MAX(id) DESC LIMIT :limit`,
        { type: QueryTypes.SELECT, replacements: { ...span, limit }, ...scope },
      );
      return rows.map((row) => row.subject);
    },

    /** Writes down what became of some events. */
    async settle(
      ids: readonly number[],
      outcome: { state: EventState; error?: string; nextAttemptAt?: Date; at: Date },
    ): Promise<void> {
      if (ids.length === 0) return;
      const appliedAt = outcome.state === 'applied' ? outcome.at : null;
      await plainChange(
        db,
        `UPDATE billing_events SET state = ?, error = ?, next_attempt_at = ?, applied_at = COALESCE(?, applied_at)
         WHERE id IN (?) AND (state <> 'applied' OR ? NOT IN ('failed', 'waiting'))`,
        [
          outcome.state,
          outcome.error?.slice(0, longestError) ?? null,
          outcome.nextAttemptAt ?? null,
          appliedAt,
          ids,
          outcome.state,
        ],
        transaction,
      );
    },

    /** The id of the newest event; 0 where there is none. */
    async newestId(): Promise<number> {
      const [row] = await db.query<{ id: number | null }>('SELECT MAX(id) AS id FROM billing_events', {
        type: QueryTypes.SELECT,
        ...scope,
      });
      return row?.id ?? 0;
    },

    /**
     * One window of the log after that id: its events about some subjects, or with one of some texts in the JSON of
     * their payload, in any case. `unreadable`: the ids of those whose payload is no JSON. `isEnd`: there is no later
     * event.
     */
    async listMentioning(search: {
      after: number;
      window: number;
      subjects: readonly string[];
      texts: readonly string[];
    }): Promise<{ events: LoggedEvent[]; unreadable: number[]; lastId: number; isEnd: boolean }> {
      const { after, window } = search;
      const ids = await db.query<{ id: number }>(
        'SELECT id FROM billing_events WHERE id > :after ORDER BY id LIMIT :window',
        { type: QueryTypes.SELECT, replacements: { after, window }, ...scope },
      );
      const lastId = ids.at(-1)?.id ?? after;
      const { subjects, texts } = search;
      const places = (items: readonly string[]) => items.map(() => '?').join(',');
      const mentions = [
        ...(subjects.length > 0 ? [`subject IN (${places(subjects)})`] : []),
        ...texts.map(() => 'INSTR(LOWER(payload), LOWER(?)) > 0'),
      ];
      const rows = await db.query<PlainRow>(
        `SELECT ${plainColumns} FROM billing_events
         WHERE id > ? AND id <= ? AND (${mentions.join(' OR ')}) ORDER BY id`,
        { type: QueryTypes.SELECT, replacements: [after, lastId, ...subjects, ...texts], ...scope },
      );
      return {
        events: rows.filter((row) => isReadable(row)).map(toEvent),
        unreadable: rows.filter((row) => !isReadable(row)).map(({ id }) => id),
        lastId,
        isEnd: ids.length < window,
      };
    },

    /** The one exception to append-only: an event whose person is taken out. What recognises it again stays. */
    async rewrite({ id, payload, state }: LoggedEvent): Promise<void> {
      // Any other state is for whoever applies it, perhaps at this moment.
      const settled = state === 'ignored' ? { state, error: null, nextAttemptAt: null } : {};
      await events.update({ payload: JSON.stringify(payload), ...settled }, { where: { id }, ...scope });
    },

    /** Says what an event is about, now that it can be read. */
    async assignSubject(id: number, subject: string): Promise<void> {
      await events.update({ subject }, { where: { id }, ...scope });
    },

    /** Leaves what is pending about a subject to any sweeper at once: whoever stored it could not apply it. */
    async release(subject: string, now: Date): Promise<void> {
      await events.update(
        { nextAttemptAt: now },
        { where: { subject, state: 'pending', nextAttemptAt: { [Op.gt]: now } }, ...scope },
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
     * Takes up to `limit` events whose time has come: the conditional update decides who gets an event, and its
     * next attempt is put off until `leaseUntil` should this process die. No two processes may use the same
     * instant for that.
     */
    async claimDue(now: Date, leaseUntil: Date, limit: number): Promise<LoggedEvent[]> {
      // Each state by itself: the index has each in the order of its times, and only for several would it have to sort.
      const dueIn = (state: EventState) => `(SELECT id, next_attempt_at FROM billing_events
         WHERE state = '${state}' AND next_attempt_at <= :now ORDER BY next_attempt_at, id LIMIT :limit)`;
      const ids = (
        await db.query<{ id: number }>(
          `${(['pending', 'waiting', 'failed'] as const).map(dueIn).join(' UNION ALL ')}
           ORDER BY next_attempt_at, id LIMIT :limit`,
          { type: QueryTypes.SELECT, replacements: { now, limit }, ...scope },
        )
      ).map(({ id }) => id);
      if (ids.length === 0) return [];
      let due = await db.query<PlainRow>(
        `SELECT ${plainColumns} FROM billing_events WHERE id IN (:ids) ORDER BY next_attempt_at, id`,
        { type: QueryTypes.SELECT, replacements: { ids }, ...scope },
      );
      const unreadable = due.filter((row) => !isReadable(row));
      if (unreadable.length > 0) {
        // A person has to look: it would keep all the others that are due from being taken up.
        await events.update(
          { state: 'failed', error: notReadable, nextAttemptAt: null },
          { where: { id: unreadable.map((row) => row.id) }, ...scope },
        );
        due = due.filter((row) => !unreadable.includes(row));
      }
      if (due.length === 0) return [];
      const [changed] = await events.update(
        { nextAttemptAt: leaseUntil, attempts: literal('attempts + 1') },
        { where: { id: due.map((row) => row.id), nextAttemptAt: { [Op.lte]: now } }, ...scope },
      );
      let claimed = due;
      if (changed !== due.length) {
        // Another process is at it too; whose lease an event carries says whose it is.
        const leased = await events.findAll({
          attributes: ['id'],
          where: { id: due.map((row) => row.id), nextAttemptAt: leaseUntil },
          ...scope,
        });
        const mine = new Set(leased.map((row) => row.id));
        claimed = due.filter((row) => mine.has(row.id));
      }
      return claimed.map((row) => ({ ...toEvent(row), attempts: row.attempts + 1 }));
    },
  };
}
