/**
 * Reads the billing tables as plain values that can be compared. Leaves out surrogate ids, ciphertexts, hashes, arrival
 * times and provenance. All other columns are read, so a new column is compared automatically.
 */
import { QueryTypes, type Sequelize } from 'sequelize';

type Row = Record<string, unknown>;

export interface StoredStream {
  /** E-mail address of the owner's account; null if there is no owner yet. */
  owner: string | null;
  head: Row | null;
  /** The subscriptions at Paddle that pay for the stream now or have paid for it before. */
  references: Row[];
  subscription: Row | null;
  licence: Row | null;
  /** Number of current and of retired keys of the licence. */
  keys: { current: number; retired: number };
  receipts: Row[];
  flags: Row[];
  contact: Row | null;
  /** Paddle's alerts about the stream, each described by its type and its state. */
  alerts: string[];
}

const notCompared = new Set([
  // Surrogate ids, and columns that refer to them.
  'id',
  'stream',
  'licence_id',
  'user_id',
  'plan_id',
  // Columns that depend on when and how often a row was written.
  'version',
  'folded_version',
  'figured_version',
  'is_unfigured',
  'refold_at',
  'created_at',
  'updated_at',
  // Columns that say how the owner was determined.
  'owned_by',
]);

const plain = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : value);

const compared = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row)
      .filter(([name]) => !notCompared.has(name))
      .map(([name, value]) => [name, plain(value)]),
  );

const withOwnerAndPlan = (table: string): string =>
  `SELECT t.*, u.email AS owner, p.plan_id_on_paddle AS plan FROM ${table} t
   LEFT JOIN users u ON u.id = t.user_id LEFT JOIN plans p ON p.id = t.plan_id`;

/**
 * Returns the stored state of each of the given streams, keyed by stream. Without `streams`, returns that of all
 * streams.
 */
export async function readStored(
  db: Sequelize,
  streams?: readonly string[],
): Promise<Record<string, StoredStream>> {
  const among = (column: string): string => (streams ? `WHERE ${column} IN (:streams)` : '');
  const select = (sql: string): Promise<Row[]> =>
    streams?.length === 0
      ? Promise.resolve([])
      : db.query<Row>(sql, {
          type: QueryTypes.SELECT,
          replacements: { streams: [...(streams ?? [])] },
        });
  const [heads, references, subscriptions, licences, receipts, flags, keys, alerts, contacts] =
    await Promise.all([
      select(
        `SELECT t.*, u.email AS owner FROM event_streams t LEFT JOIN users u ON u.id = t.user_id ${among('t.stream')}`,
      ),
      // In this table, `id` is Paddle's id and not a surrogate. It is renamed because a column called `id` would be
      // left out of the comparison.
      select(
        `SELECT stream, paddle_product, kind, id AS paddle_id, linked_at, superseded_at FROM subscription_refs
       ${among('stream')} ORDER BY linked_at`,
      ),
      select(
        `SELECT t.*, u.email AS owner FROM subscriptions t LEFT JOIN users u ON u.id = t.user_id ${among('t.stream')}`,
      ),
      select(`${withOwnerAndPlan('licences')} ${among('t.stream')}`),
      select(`${withOwnerAndPlan('receipts')} ${among('t.stream')} ORDER BY t.reference`),
      select(`SELECT * FROM flags ${among('stream')} ORDER BY reference`),
      select(
        `SELECT l.stream, SUM(k.is_current IS NOT NULL) AS current, SUM(k.is_current IS NULL) AS retired
       FROM licence_keys k JOIN licences l ON l.id = k.licence_id ${among('l.stream')} GROUP BY l.stream`,
      ),
      select(
        `SELECT stream, type, state, error FROM billing_events ${among('stream')}
       ${streams ? 'AND' : 'WHERE'} (alert_id IS NOT NULL OR payload_digest IS NOT NULL)
       ORDER BY occurred_at`,
      ),
      select(
        `SELECT *, CONCAT('customer:', paddle_user_id) AS stream FROM paddle_customers
       ${among("CONCAT('customer:', paddle_user_id)")}`,
      ),
    ]);
  const stored: Record<string, StoredStream> = {};
  const of = (row: Row): StoredStream => {
    const stream = String(row.stream);
    stored[stream] ??= {
      owner: null,
      head: null,
      references: [],
      subscription: null,
      licence: null,
      keys: { current: 0, retired: 0 },
      receipts: [],
      flags: [],
      contact: null,
      alerts: [],
    };
    return stored[stream];
  };
  for (const name of streams ?? []) of({ stream: name });
  for (const row of heads) {
    of(row).head = { ...compared(row), isFolded: Number(row.folded_version) === Number(row.version) };
    of(row).owner = row.owner === null ? null : String(row.owner);
  }
  for (const row of references) of(row).references.push(compared(row));
  for (const row of subscriptions) of(row).subscription = compared(row);
  for (const row of licences) of(row).licence = compared(row);
  for (const row of receipts) of(row).receipts.push(compared(row));
  for (const row of flags) of(row).flags.push(compared(row));
  for (const row of keys) of(row).keys = { current: Number(row.current), retired: Number(row.retired) };
  for (const row of contacts) of(row).contact = compared(row);
  for (const { error, ...row } of alerts) {
    of(row).alerts.push(`${row.type}: ${row.state}${error === null ? '' : ` (${error})`}`);
  }
  for (const { alerts: told } of Object.values(stored)) told.sort();
  return stored;
}
