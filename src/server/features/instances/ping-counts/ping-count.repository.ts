/** Stores how many requests of instances had which outcome, by day and client. */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import type { Retention } from '#server/platform/database/purge-expired.ts';
import { inChunks } from '#server/platform/database/rows/in-chunks.ts';
import { column, execute, select } from '#server/platform/database/statements.ts';
import { CalendarDate } from '#shared/dates.ts';
import { PingOutcome } from '#shared/instances/ping-outcomes.ts';

/** Counts are kept for a year and a month, so that a month can be compared with that of the year before. */
export const pingCountRetention: Retention = {
  table: 'ping_counts',
  where: 'day < DATE(:longAgo)',
  daysAgo: { longAgo: 400 },
  clock: 'business',
  order: 'day, client_id, outcome',
};

export interface PingCount {
  day: CalendarDate;
  /** Empty if the client is unknown, for example without a valid token. */
  clientId: string;
  outcome: PingOutcome;
  total: number;
}

const DayRow = z.object({ day: CalendarDate, outcome: PingOutcome, total: column.whole });
const ClientRow = DayRow.extend({ clientId: column.text });

const keyOf = ({ day, clientId, outcome }: PingCount): string => `${day} ${clientId} ${outcome}`;

export type PingCountRepository = ReturnType<typeof pingCountRepository>;

export function pingCountRepository(db: Sequelize, transaction?: Transaction) {
  return {
    /** Adds to the counts. Rows are written in the order of their keys, so that two processes can't deadlock. */
    async add(counts: readonly PingCount[]): Promise<void> {
      const rows = counts.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
      for (const some of inChunks(rows))
        await execute(
          db,
          `INSERT INTO ping_counts (day, client_id, outcome, total)
           VALUES ${some.map(() => '(?, ?, ?, ?)').join(',')}
           ON DUPLICATE KEY UPDATE total = total + VALUES(total)`,
          some.flatMap(({ day, clientId, outcome, total }) => [day, clientId, outcome, total]),
          transaction,
        );
    },

    /** Returns the counts of all clients together, by day and outcome. */
    listByDay: (span: { from: CalendarDate; through: CalendarDate }) =>
      select(
        db,
        DayRow,
        `SELECT CAST(day AS CHAR) AS day, outcome, SUM(total) AS total FROM ping_counts
         WHERE day BETWEEN :from AND :through GROUP BY day, outcome ORDER BY day, outcome`,
        { ...span },
        transaction,
      ),

    /** Returns the counts of these clients, by day and outcome. An empty ID stands for unknown clients. */
    async listByClients(clientIds: readonly string[], span: { from: CalendarDate; through: CalendarDate }) {
      if (clientIds.length === 0) return [];
      return select(
        db,
        ClientRow,
        `SELECT client_id AS clientId, CAST(day AS CHAR) AS day, outcome, total FROM ping_counts
         WHERE client_id IN (:clientIds) AND day BETWEEN :from AND :through ORDER BY client_id, day, outcome`,
        { clientIds, ...span },
        transaction,
      );
    },
  };
}
