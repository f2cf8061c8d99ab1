/** Stores when each client of instances was last answered what. */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import { inChunks } from '#server/platform/database/rows/in-chunks.ts';
import { column, execute, millisecondsOf, select, wordColumn } from '#server/platform/database/statements.ts';
import type { PingOutcome } from '#shared/instances/ping-outcomes.ts';

const Row = z.object({
  clientId: column.text,
  outcome: wordColumn<PingOutcome>(),
  lastAt: column.milliseconds,
});
export type ClientSighting = z.output<typeof Row>;

export type ClientSightingRepository = ReturnType<typeof clientSightingRepository>;

export function clientSightingRepository(db: Sequelize, transaction?: Transaction) {
  return {
    /** Stores what is newer than what is stored. May be repeated. Rows are written in the order of their keys. */
    async note(sightings: readonly ClientSighting[]): Promise<void> {
      const newest = new Map<string, ClientSighting>();
      for (const { clientId, outcome, lastAt } of sightings) {
        const key = `${clientId} ${outcome}`;
        const known = newest.get(key);
        if (!known || known.lastAt < lastAt) newest.set(key, { clientId, outcome, lastAt });
      }
      const rows = [...newest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
      for (const some of inChunks(rows)) {
        await execute(
          db,
          `INSERT INTO client_sightings (client_id, outcome, last_at) VALUES ${some.map(() => '(?, ?, ?)').join(',')}
           ON DUPLICATE KEY UPDATE last_at = GREATEST(last_at, VALUES(last_at))`,
          some.flatMap(({ clientId, outcome, lastAt }) => [clientId, outcome, lastAt]),
          transaction,
        );
      }
    },

    async listByClients(clientIds: readonly string[]): Promise<ClientSighting[]> {
      if (clientIds.length === 0) return [];
      return select(
        db,
        Row,
        `SELECT client_id AS clientId, outcome, ${millisecondsOf('last_at')} AS lastAt FROM client_sightings
         WHERE client_id IN (:clientIds) ORDER BY client_id, outcome`,
        { clientIds },
        transaction,
      );
    },
  };
}
