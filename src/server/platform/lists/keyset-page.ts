/** Splits a list into pages that begin beside a row, so that rows that are added meanwhile move none. */
import { readTimeCursor, type TimePosition, writeTimeCursor } from '#shared/lists/time-cursor.ts';

/** Where to read: next to a row, on its older or newer side. Without one, at the newest rows. */
export interface KeysetPlace {
  older?: TimePosition;
  newer?: TimePosition;
}

/** How to read the rows of a place so that a limit keeps those next to its row. */
export function readingOrder({ older, newer }: KeysetPlace) {
  const isTowardsNewer = newer !== undefined && older === undefined;
  return {
    position: older ?? newer,
    ...(isTowardsNewer
      ? ({ beyond: '>', order: 'ASC' } as const)
      : ({ beyond: '<', order: 'DESC' } as const)),
    /** Puts the rows that were read into the order of the list. */
    newestFirst: <Row>(rows: Row[]): Row[] => (isTowardsNewer ? rows.reverse() : rows),
  };
}

export interface KeysetPage<Row> {
  rows: Row[];
  /** The cursor to pass as `before` for newer rows; null if there are none. */
  newer: string | null;
  /** The cursor to pass as `after` for older rows; null if there are none. */
  older: string | null;
}

interface KeysetQuestion {
  /** Cursor of the row after which the page begins. */
  after?: string | undefined;
  /** Cursor of the row before which the page ends. It is ignored beside `after`. */
  before?: string | undefined;
  perPage: number;
}

/**
 * Returns the page after or before a cursor; without one, or if fewer rows than a page are newer than it, the newest
 * rows. `list` returns up to `limit` rows of a place, newest first.
 */
export async function keysetPage<Row>(
  { after, before, perPage }: KeysetQuestion,
  list: (place: KeysetPlace, limit: number) => Promise<Row[]>,
  positionOf: (row: Row) => TimePosition,
): Promise<KeysetPage<Row>> {
  const edge = (row: Row | undefined) => (row === undefined ? null : writeTimeCursor(positionOf(row)));
  const limit = perPage + 1;
  if (before !== undefined && after === undefined) {
    const found = await list({ newer: readTimeCursor(before) }, limit);
    // A shorter page would be the first one, so the first one is shown in full.
    if (found.length >= limit) {
      const rows = found.slice(1);
      return { rows, newer: edge(rows[0]), older: edge(rows.at(-1)) };
    }
  }
  const found = await list(after === undefined ? {} : { older: readTimeCursor(after) }, limit);
  const rows = found.slice(0, perPage);
  return {
    rows,
    newer: after === undefined ? null : edge(rows[0]),
    older: found.length > rows.length ? edge(rows.at(-1)) : null,
  };
}

/** Number of rows read at a time, so that a file of any length needs little memory. */
const batchSize = 500;

/** Yields all rows of a list in batches, newest first. Rows that are added meanwhile are not among them. */
export async function* keysetBatches<Row>(
  list: (place: KeysetPlace, limit: number) => Promise<Row[]>,
  positionOf: (row: Row) => TimePosition,
): AsyncGenerator<Row[]> {
  for (let place: KeysetPlace = {}; ; ) {
    const rows = await list(place, batchSize);
    yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < batchSize) return;
    place = { older: positionOf(last) };
  }
}
