/** Finds streams of the event log whose rows were made by the rules of an earlier release. */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import { foldRules } from '#server/features/billing/fold/fold-rules.ts';
import { column, select } from '#server/platform/database/statements.ts';

const Stream = z.object({ stream: column.text });
const Checked = Stream.extend({ isOutdated: column.number });

/** A process of a release that doesn't know the rules increments the version without noting which ones it used. */
const outdated = 'folded_rules < :foldRules OR folded_version <> version';

export function outdatedStreams(db: Sequelize, transaction?: Transaction) {
  return {
    /**
     * Checks the next `limit` streams in alphabetical order, starting after `after`. Returns those that earlier rules
     * folded last and that aren't due anyway. `next` is where the following page starts; null after the last page.
     */
    async pageOutdated({
      now,
      after,
      limit,
    }: {
      now: Date;
      after: string;
      limit: number;
    }): Promise<{ streams: string[]; next: string | null }> {
      const page = await select(
        db,
        Checked,
        `SELECT stream, COALESCE(refold_at > :now, 1) AND (${outdated}) AS isOutdated FROM event_streams
         WHERE stream > :after ORDER BY stream LIMIT :limit`,
        { after, limit, now, foldRules },
        transaction,
      );
      return {
        streams: page.flatMap(({ stream, isOutdated }) => (isOutdated === 1 ? [stream] : [])),
        next: page.length < limit ? null : (page.at(-1)?.stream ?? null),
      };
    },

    /** Returns those of the streams that earlier rules folded last, or that are due to be folded again. */
    async outdatedAmong(names: readonly string[], now: Date): Promise<string[]> {
      if (names.length === 0) return [];
      const rows = await select(
        db,
        Stream,
        `SELECT stream FROM event_streams WHERE stream IN (:names) AND (refold_at <= :now OR ${outdated})
         ORDER BY stream`,
        { names, now, foldRules },
        transaction,
      );
      return rows.map((row) => row.stream);
    },
  };
}
