/** Deletes expired rows, so that tables don't grow indefinitely. */
import type { Sequelize } from 'sequelize';
import { dayMs } from '#shared/durations.ts';
import { execute } from './statements.ts';
import { withTransaction } from './transactions.ts';

const maxRowsPerStatement = 500;
const maxStatementsPerTable = 100;

/**
 * Days for which sent or skipped e-mails stay in the outbox, where `mail:list` shows them. An e-mail's row is the only
 * thing that prevents it from being enqueued and sent twice, so this is far longer than the time within which that
 * could happen.
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
  /** Columns of an index. Rows are deleted in the order of that index. */
  order: string;
}

const rules: readonly Rule[] = [
  {
    table: 'access_tokens',
    // Revoked tokens are kept longer, because any attempt to use them is reported. Other tokens are kept for a month,
    // so that support can look them up.
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
  { table: 'outbox', where: "state = 'not_needed' AND settled_at < :mailsAgo", order: 'settled_at, id' },
];

/** Number of rows deleted from each table. */
export type Purged = Record<Rule['table'], number>;

/**
 * Deletes expired rows:
 *
 * - access tokens 30 days after expiry, but revoked ones not until 400 days after revocation
 * - expired sessions, verifications and rate-limit counters
 * - e-mail changes 30 days after the request
 * - security log entries after 366 days
 * - sent or skipped e-mails after 90 days
 *
 * `now` must be the real time, not the business clock. Runs small statements that delete at most 50,000 rows per rule;
 * later runs delete the rest. Several processes may run this at once. Stops early if `stopped` aborts.
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
