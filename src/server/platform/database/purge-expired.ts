/** Deletes rows that have expired, so that tables do not grow without end. */
import type { Sequelize } from 'sequelize';
import { dayMs } from '#shared/durations.ts';
import { execute } from './statements.ts';
import { withTransaction } from './transactions.ts';

const maxRowsPerStatement = 500;
const maxStatementsPerTable = 100;

/**
 * Days for which e-mails that were sent or skipped stay visible to `mail:list`. Well above the time within which the same
 * e-mail could be enqueued again: only the row prevents that it is sent twice.
 */
const keepSettledMailsDays = 90;

interface Rule {
  table:
    | 'access_tokens'
    | 'sessions'
    | 'verifications'
    | 'rate_limits'
    | 'email_changes'
    | 'security_events'
    | 'outbox';
  where: string;
  /** The columns of an index, which is read from its start. */
  order: string;
}

const rules: readonly Rule[] = [
  {
    table: 'access_tokens',
    // Revoked tokens are kept longer, because their further use is reported; others for a month, for support.
    where: 'expires_at < :monthAgo AND (revoked_at IS NULL OR revoked_at < :longAgo)',
    order: 'expires_at, token_hash',
  },
  { table: 'sessions', where: 'expires_at < :now', order: 'expires_at, id' },
  { table: 'verifications', where: 'expires_at < :now', order: 'expires_at, id' },
  { table: 'rate_limits', where: 'expire < :nowMs', order: 'expire, `key`' },
  // E-mails about them may still have to be sent until then.
  { table: 'email_changes', where: 'requested_at < :monthAgo', order: 'requested_at, id' },
  { table: 'security_events', where: 'occurred_at < :yearAgo', order: 'occurred_at, id' },
  // E-mails that failed for good stay: the operator has to look at them.
  { table: 'outbox', where: "state = 'sent' AND settled_at < :mailsAgo", order: 'settled_at, id' },
  { table: 'outbox', where: "state = 'void' AND settled_at < :mailsAgo", order: 'settled_at, id' },
];

/** Number of rows deleted from each table. */
export type Purged = Record<Rule['table'], number>;

/**
 * Deletes access tokens 30 days after they expired (revoked ones 400 days after they were revoked), expired sessions,
 * verifications and rate-limit counters, e-mail changes 30 days after they were requested, entries of the security log
 * after a year, and e-mails 90 days after they were settled. `now` is real time. Runs small statements, at most 50,000
 * rows of a table; the rest is left for the next run. Several processes may purge at once. `stopped` ends it early.
 */
export async function purgeExpired(db: Sequelize, now: Date, stopped?: AbortSignal): Promise<Purged> {
  const instants = {
    now,
    nowMs: now.getTime(),
    monthAgo: new Date(now.getTime() - 30 * dayMs),
    yearAgo: new Date(now.getTime() - 366 * dayMs),
    mailsAgo: new Date(now.getTime() - keepSettledMailsDays * dayMs),
    longAgo: new Date(now.getTime() - 400 * dayMs),
  };
  const purged = Object.fromEntries(rules.map(({ table }) => [table, 0])) as Purged;
  for (const { table, where, order } of rules) {
    const sql = `DELETE FROM ${table} WHERE ${where} ORDER BY ${order} LIMIT ${maxRowsPerStatement}`;
    for (let round = 0; round < maxStatementsPerTable && !stopped?.aborted; round += 1) {
      const deleted = await withTransaction(db, (transaction) => execute(db, sql, instants, transaction));
      purged[table] += deleted;
      if (deleted < maxRowsPerStatement) break;
    }
  }
  return purged;
}
