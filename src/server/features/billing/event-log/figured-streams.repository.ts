/** Finds the streams whose figures are out of date, by the version for which they were calculated. */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import { updateRows } from '#server/platform/database/rows/update-rows.ts';
import { column, select } from '#server/platform/database/statements.ts';

const Versioned = z.object({ stream: column.text, version: column.number });
/** A stream with the version of its projections. */
export type Versioned = z.infer<typeof Versioned>;

const Count = z.object({ total: column.number });

export function figuredStreams(db: Sequelize, transaction?: Transaction) {
  return {
    /** Returns streams whose figures are out of date, in alphabetical order. */
    listUnfigured: (limit: number): Promise<Versioned[]> =>
      select(
        db,
        Versioned,
        'SELECT stream, version FROM event_streams WHERE is_unfigured = 1 ORDER BY stream LIMIT :limit',
        { limit },
        transaction,
      ),

    /** Returns the number of streams whose figures are out of date, but `max` at most. */
    async countUnfigured(max: number): Promise<number> {
      const [row] = await select(
        db,
        Count,
        'SELECT COUNT(*) AS total FROM (SELECT 1 FROM event_streams WHERE is_unfigured = 1 LIMIT :max) AS some',
        { max },
        transaction,
      );
      return row?.total ?? 0;
    },

    /** Returns the streams after the given one, in alphabetical order, whether or not their figures are out of date. */
    listVersions: ({ after, limit }: { after: string; limit: number }): Promise<Versioned[]> =>
      select(
        db,
        Versioned,
        'SELECT stream, version FROM event_streams WHERE stream > :after ORDER BY stream LIMIT :limit',
        { after, limit },
        transaction,
      ),

    /**
     * Locks the streams until the transaction ends, and returns those that still have the given version. The figures of
     * the others were calculated from events that are no longer all.
     */
    async holdVersions(streams: readonly Versioned[]): Promise<Versioned[]> {
      if (streams.length === 0) return [];
      const held = await select(
        db,
        Versioned,
        'SELECT stream, version FROM event_streams WHERE stream IN (?) ORDER BY stream FOR UPDATE',
        [streams.map(({ stream }) => stream)],
        transaction,
      );
      const versions = new Map(held.map(({ stream, version }) => [stream, version]));
      return streams.filter(({ stream, version }) => versions.get(stream) === version);
    },

    /** Records for which versions figures were calculated. */
    setFigured: (streams: readonly Versioned[]): Promise<void> =>
      updateRows(
        db,
        { table: 'event_streams', key: 'stream', columns: ['figured_version'] },
        streams.map(({ stream, version }) => ({ key: stream, values: [version] })),
        { transaction },
      ),
  };
}
