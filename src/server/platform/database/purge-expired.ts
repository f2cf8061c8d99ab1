/** Deletes what has run out, so that tables do not grow for ever. */
import { QueryTypes, type Sequelize } from 'sequelize';
import { dayMs } from '#shared/durations.ts';
import { withTransaction } from './transactions.ts';

const rowsAtOnce = 500;
const roundsAtMost = 100;

/**
 * Days for which a mail that was sent, or had nothing to say any more, can be looked at with `mail:list`. Well over the
 * time in which what it told of can be told of again: the row is what keeps it from being told twice.
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
  /** By an index, from its beginning. */
  order: string;
}

const rules: readonly Rule[] = [
  {
    table: 'access_tokens',
    // Revoked tokens are kept for long: whoever still presents one is told of. Unrevoked ones, a while for support.
    where: 'expires_at < :monthAgo AND (revoked_at IS NULL OR revoked_at < :longAgo)',
    order: 'expires_at, token_hash',
  },
  { table: 'sessions', where: 'expires_at < :now', order: 'expires_at, id' },
  { table: 'verifications', where: 'expires_at < :now', order: 'expires_at, id' },
  { table: 'rate_limits', where: 'expire < :nowMs', order: 'expire, `key`' },
  // Until then the mails about them may still have to be sent.
  { table: 'email_changes', where: 'requested_at < :monthAgo', order: 'requested_at, id' },
  { table: 'security_events', where: 'occurred_at < :yearAgo', order: 'occurred_at, id' },
  // Those that were given up stay: a person has to look at them.
  { table: 'outbox', where: "state = 'sent' AND settled_at < :mailsAgo", order: 'settled_at, id' },
  { table: 'outbox', where: "state = 'void' AND settled_at < :mailsAgo", order: 'settled_at, id' },
];

/** How many rows of each table were deleted. */
export type Purged = Record<Rule['table'], number>;

/**
 * Deletes access tokens that expired 30 days ago (revoked ones only 400 days after they were revoked), expired
 * sessions, verifications and counters of tries, changes of address 30 days after they were asked for, and what a
 * security log has told for a year, and mails 90 days after they were settled. `now` is real time, which these expire by. In small statements, 50 000 rows of
 * a table at most; the rest is for the next time. Several processes may purge at once; `stopped` ends it early.
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
    const sql = `DELETE FROM ${table} WHERE ${where} ORDER BY ${order} LIMIT ${rowsAtOnce}`;
    for (let round = 0; round < roundsAtMost && !stopped?.aborted; round += 1) {
      const deleted = await withTransaction(db, (transaction) =>
        db.query(sql, { replacements: instants, type: QueryTypes.BULKDELETE, transaction }),
      );
      purged[table] += deleted;
      if (deleted < rowsAtOnce) break;
    }
  }
  return purged;
}
