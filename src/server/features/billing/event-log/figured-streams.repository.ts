/** Finds the streams whose figures are out of date. Whatever changes a stream's version marks it so. */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import { updateRows } from '#server/platform/database/rows/update-rows.ts';
import { column, execute, select } from '#server/platform/database/statements.ts';

const Versioned = z.object({ stream: column.text, version: column.number });
/** A stream with the version of its projections. */
export type Versioned = z.infer<typeof Versioned>;

const Marked = z.object({ stream: column.text, isMissed: column.number });
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

    /** Records that the figures of the streams are up to date for these versions. The transaction must hold them. */
    setFigured: (streams: readonly Versioned[]): Promise<void> =>
      updateRows(
        db,
        { table: 'event_streams', key: 'stream', columns: ['figured_version', 'is_unfigured'] },
        // NULL instead of 0, so that the index has few entries before those that aren't marked.
        streams.map(({ stream, version }) => ({ key: stream, values: [version, null] })),
        { transaction },
      ),

    /**
     * Marks those of the next `limit` streams after the given one whose version has changed without a mark, which
     * processes of an earlier release do. Returns how many that were, and where the following page starts; null after
     * the last page.
     */
    async markUnfigured({
      after,
      limit,
    }: {
      after: string;
      limit: number;
    }): Promise<{ marked: number; next: string | null }> {
      const page = await select(
        db,
        Marked,
        `SELECT stream, is_unfigured IS NULL AND NOT figured_version <=> version AS isMissed FROM event_streams
         WHERE stream > :after ORDER BY stream LIMIT :limit`,
        { after, limit },
        transaction,
      );
      const missed = page.flatMap(({ stream, isMissed }) => (isMissed === 1 ? [stream] : []));
      if (missed.length > 0)
        await execute(
          db,
          'UPDATE event_streams SET is_unfigured = 1 WHERE stream IN (?)',
          [missed],
          transaction,
        );
      return { marked: missed.length, next: page.length < limit ? null : (page.at(-1)?.stream ?? null) };
    },
  };
}
