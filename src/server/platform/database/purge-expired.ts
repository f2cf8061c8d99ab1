/** Deletes what has run out, so that tables do not grow for ever. */
import { QueryTypes, type Sequelize } from 'sequelize';
import { inTransaction } from './transactions.ts';

const dayMilliseconds = 86_400_000;
const rowsAtOnce = 500;
const roundsAtMost = 100;

const rules = {
  // Revoked tokens are kept for long: whoever still presents one is told of. Unrevoked ones, a while for support.
  access_tokens: {
    where: 'expires_at < :monthAgo AND (revoked_at IS NULL OR revoked_at < :longAgo)',
    order: 'expires_at, token_hash',
  },
  sessions: { where: 'expires_at < :now', order: 'expires_at, id' },
  verifications: { where: 'expires_at < :now', order: 'expires_at, id' },
  rate_limits: { where: 'expire < :nowMilliseconds', order: 'expire, `key`' },
  // Until then the mails about them may still have to be sent.
  email_changes: { where: 'requested_at < :monthAgo', order: 'requested_at, id' },
  security_events: { where: 'occurred_at < :yearAgo', order: 'occurred_at, id' },
} as const;

/** How many rows of each table were deleted. */
export type Purged = Record<keyof typeof rules, number>;

/**
 * Deletes access tokens that expired 30 days ago (revoked ones only 400 days after they were revoked), expired
 * sessions, verifications and counters of tries, changes of address 30 days after they were asked for, and what a
 * security log has told for a year. `now` is real time, which these expire by. In small statements, 50 000 rows of
 * a table at most; the rest is for the next time. Several processes may purge at once; `stopped` ends it early.
 */
export async function purgeExpired(db: Sequelize, now: Date, stopped?: AbortSignal): Promise<Purged> {
  const instants = {
    now,
    nowMilliseconds: now.getTime(),
    monthAgo: new Date(now.getTime() - 30 * dayMilliseconds),
    yearAgo: new Date(now.getTime() - 366 * dayMilliseconds),
    longAgo: new Date(now.getTime() - 400 * dayMilliseconds),
  };
  const purged = Object.fromEntries(Object.keys(rules).map((table) => [table, 0])) as Purged;
  for (const table of Object.keys(rules) as (keyof typeof rules)[]) {
    const { where, order } = rules[table];
    const sql = `DELETE FROM ${table} WHERE ${where} ORDER BY ${order} LIMIT ${rowsAtOnce}`;
    for (let round = 0; round < roundsAtMost && !stopped?.aborted; round += 1) {
      const deleted = await inTransaction(db, (transaction) =>
        db.query(sql, { replacements: instants, type: QueryTypes.BULKDELETE, transaction }),
      );
      purged[table] += deleted;
      if (deleted < rowsAtOnce) break;
    }
  }
  return purged;
}
