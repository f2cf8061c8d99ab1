/** Deletes expired rows, so that tables don't grow indefinitely. */
import type { Sequelize } from 'sequelize';
import { dayMs } from '#shared/durations.ts';
import { execute } from './statements.ts';
import { withTransaction } from './transactions.ts';

const maxRowsPerStatement = 500;
const maxStatementsPerTable = 100;

/**
 * Days for which sent or skipped e-mails stay visible to `mail:list`. Far longer than the time within which the same
 * e-mail could be enqueued again, because only its row prevents it from being sent twice.
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
  /** Columns of an index, so that rows are deleted in its order. */
  order: string;
}

const rules: readonly Rule[] = [
  {
    table: 'access_tokens',
    // Revoked tokens are kept longer, because any further use of them is reported. Others are kept for a month, for
    // support.
    where: 'expires_at < :monthAgo AND (revoked_at IS NULL OR revoked_at < :longAgo)',
    order: 'expires_at, token_hash',
  },
  { table: 'sessions', where: 'expires_at < :now', order: 'expires_at, id' },
  { table: 'verifications', where: 'expires_at < :now', order: 'expires_at, id' },
  { table: 'rate_limits', where: 'expire < :nowMs', order: 'expire, `key`' },
  // Kept for a month, because e-mails about a change may still have to be sent.
  { table: 'email_changes', where: 'requested_at < :monthAgo', order: 'requested_at, id' },
  { table: 'security_events', where: 'occurred_at < :yearAgo', order: 'occurred_at, id' },
  // E-mails that failed permanently are kept, because the operator has to look at them.
  { table: 'outbox', where: "state = 'sent' AND settled_at < :mailsAgo", order: 'settled_at, id' },
  { table: 'outbox', where: "state = 'void' AND settled_at < :mailsAgo", order: 'settled_at, id' },
];

/** Number of rows deleted from each table. */
export type Purged = Record<Rule['table'], number>;

/**
 * Deletes access tokens 30 days after expiry (revoked ones 400 days after revocation), expired sessions, verifications
 * and rate-limit counters, e-mail changes 30 days after the request, security log entries after a year, and sent or
 * skipped e-mails after 90 days. `now` must be the real time. Runs small statements that delete at most 50,000 rows per
 * rule; the rest is left for the next run. Safe to run in several processes at once. `stopped` ends it early.
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
