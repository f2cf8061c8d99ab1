/** Splits rows into parts that fit into one statement each. */

/** Maximum number of rows in one statement. */
const maxRows = 500;

export function* inChunks<T>(all: readonly T[]): Generator<T[]> {
  for (let from = 0; from < all.length; from += maxRows) yield all.slice(from, from + maxRows);
}
