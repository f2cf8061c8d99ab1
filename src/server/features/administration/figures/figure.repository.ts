/** Stores figures: what each stream contributes, and the sums of all streams by day. Neither is about a person. */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import { inChunks } from '#server/platform/database/rows/in-chunks.ts';
import { column, execute, jsonColumn, select } from '#server/platform/database/statements.ts';
import { CalendarDate } from '#shared/dates.ts';
import { Figure, FigureKind, startSum } from './figure.ts';

/** A figure as it is stored with its stream: short, because there are many. */
const Packed = z.tuple([FigureKind, CalendarDate, z.int().positive(), z.string().max(3), z.int(), z.int()]);

const packed = ({ kind, day, planId, currency, total, amount }: Figure): z.infer<typeof Packed> => [
  kind,
  day,
  planId,
  currency,
  total,
  amount,
];

const StreamRow = z.object({
  stream: column.text,
  figures: jsonColumn(
    z.array(
      Packed.transform(
        ([kind, day, planId, currency, total, amount]): Figure => ({
          ...{ kind, day, planId, currency, total, amount },
        }),
      ),
    ),
  ),
});

const DayRow = Figure.extend({ total: column.whole, amount: column.whole });

const Level = z.object({
  kind: FigureKind,
  /** First day of the month in which the changes happened. */
  month: CalendarDate,
  planId: column.number,
  currency: column.text,
  total: column.whole,
  amount: column.whole,
});
/** The changes of a month. */
export type MonthFigure = z.infer<typeof Level>;

export type FigureRepository = ReturnType<typeof figureRepository>;

export function figureRepository(db: Sequelize, transaction?: Transaction) {
  const columns = 'kind, CAST(day AS CHAR) AS day, plan_id AS planId, currency, total, amount';

  return {
    /** Returns what the streams contribute, and locks it until the transaction ends. */
    async holdStreams(streams: readonly string[]): Promise<Map<string, Figure[]>> {
      if (streams.length === 0) return new Map();
      const rows = await select(
        db,
        StreamRow,
        'SELECT stream, figures FROM stream_figures WHERE stream IN (?) ORDER BY stream FOR UPDATE',
        [streams],
        transaction,
      );
      return new Map(rows.map(({ stream, figures }) => [stream, figures]));
    },

    /** Returns what the streams after the given one contribute, in alphabetical order. */
    listStreams: ({ after, limit }: { after: string; limit: number }) =>
      select(
        db,
        StreamRow,
        'SELECT stream, figures FROM stream_figures WHERE stream > :after ORDER BY stream LIMIT :limit',
        { after, limit },
        transaction,
      ),

    /** Replaces what the streams contribute. */
    async saveStreams(contributions: ReadonlyMap<string, readonly Figure[]>): Promise<void> {
      for (const some of inChunks([...contributions]))
        await execute(
          db,
          `INSERT INTO stream_figures (stream, figures) VALUES ${some.map(() => '(?, ?)').join(',')}
           ON DUPLICATE KEY UPDATE figures = VALUES(figures)`,
          some.flatMap(([stream, figures]) => [stream, JSON.stringify(figures.map(packed))]),
          transaction,
        );
    },

    /**
     * Adds the differences to the sums of their days. They must be in the order of their keys, so that two transactions
     * can't deadlock.
     */
    async addToDays(differences: readonly Figure[]): Promise<void> {
      for (const some of inChunks(differences))
        await execute(
          db,
          `INSERT INTO daily_figures (kind, day, plan_id, currency, total, amount)
           VALUES ${some.map(() => '(?, ?, ?, ?, ?, ?)').join(',')}
           ON DUPLICATE KEY UPDATE total = total + VALUES(total), amount = amount + VALUES(amount)`,
          some.flatMap(packed),
          transaction,
        );
    },

    /** Returns the sums of these kinds by day, from one day through another. */
    listDays: (
      kinds: readonly FigureKind[],
      { from, through }: { from: CalendarDate; through: CalendarDate },
    ): Promise<Figure[]> =>
      select(
        db,
        DayRow,
        `SELECT ${columns} FROM daily_figures
         WHERE kind IN (:kinds) AND day BETWEEN :from AND :through ORDER BY kind, day, plan_id, currency`,
        { kinds, from, through },
        transaction,
      ),

    /** Returns the sums of these kinds by month, from one day through another. */
    listMonths: (
      kinds: readonly FigureKind[],
      { from, through }: { from: CalendarDate; through: CalendarDate },
    ): Promise<MonthFigure[]> =>
      select(
        db,
        Level,
        `SELECT kind, CONCAT(LEFT(CAST(day AS CHAR), 7), '-01') AS month, plan_id AS planId, currency,
           SUM(total) AS total, SUM(amount) AS amount
         FROM daily_figures WHERE kind IN (:kinds) AND day BETWEEN :from AND :through
         GROUP BY kind, month, plan_id, currency ORDER BY kind, month, plan_id, currency`,
        { kinds, from, through },
        transaction,
      ),

    /** Returns all sums, without those that are 0. */
    async listAllDays(): Promise<Figure[]> {
      const sum = startSum();
      // The kinds are named so that the key is used, which also has the order.
      const rows = await select(
        db,
        DayRow,
        `SELECT ${columns} FROM daily_figures WHERE kind IN (:kinds) ORDER BY kind, day, plan_id, currency`,
        { kinds: FigureKind.options },
        transaction,
      );
      for (const row of rows) sum.add(row);
      return sum.list();
    },
  };
}
