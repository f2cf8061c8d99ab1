/** Stores when each licence was last pinged and what the ping was answered. */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import { inChunks } from '#server/platform/database/rows/in-chunks.ts';
import { column, execute, millisecondsOf, select } from '#server/platform/database/statements.ts';
import { CalendarDate } from '#shared/dates.ts';
import { LicenceEnd } from '#shared/licences/licences.ts';

/** The last ping of a licence with one of its valid keys. */
export interface LastPing {
  licenceId: number;
  at: Date;
  /** The day on which the instance was told to check again; null if the licence had ended. */
  nextCheckOn: CalendarDate | null;
  /** Why the licence had ended; null if it was good. */
  endReason: LicenceEnd | null;
  /** The client that pinged; null if an earlier release recorded the ping. */
  clientId: string | null;
}

/** A licence that its instance should have checked again. */
export interface OverdueCheck {
  licenceId: number;
  clientId: string | null;
  checkedAt: Date;
  /** The day from which the instance should have checked again. */
  dueOn: CalendarDate;
}

/** Place in the list of overdue checks. */
export type OverduePosition = Pick<OverdueCheck, 'dueOn' | 'licenceId'>;

const OverdueRow = z.object({
  licenceId: column.number,
  clientId: column.text.nullable(),
  checkedAt: column.milliseconds,
  dueOn: CalendarDate,
});

const CountRow = z.object({ clientId: column.text, total: column.number });

const Row = z.object({
  licenceId: column.number,
  at: column.milliseconds,
  nextCheckOn: CalendarDate.nullable(),
  endReason: LicenceEnd.nullable(),
  clientId: column.text.nullable(),
});

export type LastPingRepository = ReturnType<typeof lastPingRepository>;

export function lastPingRepository(db: Sequelize, transaction?: Transaction) {
  return {
    async listByLicences(licenceIds: readonly number[]): Promise<Map<number, LastPing>> {
      const found = new Map<number, LastPing>();
      for (const some of inChunks(licenceIds)) {
        const rows = await select(
          db,
          Row,
          `SELECT licence_id AS licenceId, ${millisecondsOf('pinged_at')} AS at,
             CAST(next_check_on AS CHAR) AS nextCheckOn, end_reason AS endReason,
             client_id AS clientId
           FROM last_pings WHERE licence_id IN (?)`,
          [some],
          transaction,
        );
        for (const row of rows) found.set(row.licenceId, row);
      }
      return found;
    },

    /**
     * Stores pings, unless a newer one of the same licence is stored already. Leaves out licences that don't belong to
     * an account: nothing about an erased person is stored again when an instance goes on pinging with the key. Rows
     * are written in the order of their IDs, so that processes that write at once can't deadlock.
     */
    async saveNewest(pings: readonly LastPing[]): Promise<void> {
      for (const some of inChunks(pings.toSorted((a, b) => a.licenceId - b.licenceId))) {
        const rows = some.map(
          () => 'SELECT ? AS licence_id, ? AS pinged_at, ? AS next_check_on, ? AS end_reason, ? AS client_id',
        );
        await execute(
          db,
          `INSERT INTO last_pings (licence_id, pinged_at, next_check_on, end_reason, client_id)
           SELECT p.licence_id, p.pinged_at, p.next_check_on, p.end_reason, p.client_id
           FROM (${rows.join(' UNION ALL ')}) p
             JOIN licences l ON l.id = p.licence_id
           WHERE l.user_id IS NOT NULL
           ON DUPLICATE KEY UPDATE
             next_check_on =
               IF(VALUES(pinged_at) > last_pings.pinged_at, VALUES(next_check_on), last_pings.next_check_on),
             end_reason = IF(VALUES(pinged_at) > last_pings.pinged_at, VALUES(end_reason), last_pings.end_reason),
             client_id = IF(VALUES(pinged_at) > last_pings.pinged_at, VALUES(client_id), last_pings.client_id),
             pinged_at = GREATEST(VALUES(pinged_at), last_pings.pinged_at)`,
          some.flatMap(({ licenceId, at, nextCheckOn, endReason, clientId }) => [
            ...[licenceId, at, nextCheckOn],
            ...[endReason, clientId],
          ]),
          transaction,
        );
      }
    },

    /**
     * Returns licences whose day of the next check is before `today` and that weren't checked since, the latest day
     * first. Without `clientId`, those of all clients; with null, those whose client isn't known.
     */
    async listOverdue(
      { today, clientId }: { today: CalendarDate; clientId?: string | null | undefined },
      after: OverduePosition | null,
      limit: number,
    ): Promise<OverdueCheck[]> {
      const whose =
        clientId === undefined ? '' : `client_id ${clientId === null ? 'IS NULL' : '= :clientId'} AND`;
      return select(
        db,
        OverdueRow,
        `SELECT licence_id AS licenceId, client_id AS clientId, ${millisecondsOf('pinged_at')} AS checkedAt,
           CAST(next_check_on AS CHAR) AS dueOn
         FROM last_pings
         WHERE ${whose} next_check_on < :today
           ${after ? 'AND next_check_on <= :dueOn AND (next_check_on < :dueOn OR licence_id < :licenceId)' : ''}
         ORDER BY next_check_on DESC, licence_id DESC LIMIT :limit`,
        { ...{ today, limit, clientId: clientId ?? undefined }, ...after },
        transaction,
      );
    },

    /** Counts the overdue checks of each of these clients, up to `max` each. */
    async countOverdue(
      clientIds: readonly string[],
      { today, max }: { today: CalendarDate; max: number },
    ): Promise<Map<string, number>> {
      if (clientIds.length === 0) return new Map();
      const counts = clientIds.map(
        () =>
          `(SELECT ? AS clientId, COUNT(*) AS total FROM
              (SELECT 1 FROM last_pings WHERE client_id = ? AND next_check_on < ? LIMIT ${Number(max)}) found)`,
      );
      const rows = await select(
        db,
        CountRow,
        counts.join(' UNION ALL '),
        clientIds.flatMap((id) => [id, id, today]),
        transaction,
      );
      return new Map(rows.map(({ clientId, total }) => [clientId, total]));
    },

    /** Removes the pings of these streams' licences. A join, because MariaDB reads the whole table for a subquery. */
    async removeByStreams(streams: readonly string[]): Promise<void> {
      for (const some of inChunks(streams))
        await execute(
          db,
          'DELETE p FROM last_pings p JOIN licences l ON l.id = p.licence_id WHERE l.stream IN (?)',
          [some],
          transaction,
        );
    },
  };
}
