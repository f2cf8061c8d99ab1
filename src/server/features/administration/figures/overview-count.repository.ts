/** Counts what the overview shows besides the figures. Every count reads a bounded part of an index. */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import { column, select } from '#server/platform/database/statements.ts';
import { AlertState } from '#shared/administration/overview.ts';
import { CalendarDate } from '#shared/dates.ts';

const Count = z.object({ total: column.number });
const AlertRow = z.object({
  day: CalendarDate,
  state: AlertState,
  count: column.number,
  lastAt: column.instant,
});

export type OverviewCountRepository = ReturnType<typeof overviewCountRepository>;

export function overviewCountRepository(db: Sequelize, transaction?: Transaction) {
  async function countOf(sql: string, values: Record<string, Date | number>): Promise<number> {
    const [row] = await select(db, Count, sql, values, transaction);
    return row?.total ?? 0;
  }

  const upTo = (max: number, from: string, values: Record<string, Date> = {}): Promise<number> =>
    countOf(`SELECT COUNT(*) AS total FROM (SELECT 1 FROM ${from} LIMIT :max) AS counted`, {
      ...values,
      max,
    });

  return {
    /** Returns the number of accounts that were created since then and still exist. */
    signUpsSince: (since: Date): Promise<number> =>
      countOf('SELECT COUNT(*) AS total FROM users WHERE created_at >= :since', { since }),

    /**
     * Returns the number of alerts by the day on which they arrived and their present state, and when the last of them
     * arrived.
     */
    alertsSince: (since: Date) =>
      select(
        db,
        AlertRow,
        `SELECT CAST(DATE(received_at) AS CHAR) AS day, state, COUNT(*) AS count, MAX(received_at) AS lastAt
         FROM billing_events WHERE received_at >= :since AND source = 'paddle_alert' GROUP BY day, state ORDER BY day, state`,
        { since },
        transaction,
      ),

    /** Returns the number of events in one of these states, but `max` at most. */
    events: (state: 'pending' | 'waiting' | 'failed', max: number): Promise<number> =>
      upTo(max, `billing_events WHERE state = '${state}'`),

    /** Returns the number of events that should have been applied before then, but `max` at most. */
    lateEvents: (before: Date, max: number): Promise<number> =>
      upTo(max, "billing_events WHERE state = 'pending' AND next_attempt_at < :before", { before }),

    /** Returns the number of flags that nobody has resolved, but `max` at most. */
    openFlags: (max: number): Promise<number> => upTo(max, 'flags WHERE resolved_at IS NULL'),

    /** Returns the number of e-mails in one of these states, but `max` at most. */
    mails: (state: 'waiting' | 'failed', max: number): Promise<number> =>
      upTo(max, `outbox WHERE state = '${state}'`),

    /** Returns the number of e-mails that should have been sent before then, but `max` at most. */
    lateMails: (before: Date, max: number): Promise<number> =>
      upTo(max, "outbox WHERE state = 'waiting' AND priority IN (0, 1) AND next_attempt_at < :before", {
        before,
      }),
  };
}
