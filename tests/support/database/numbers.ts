/** Generates thousands of rows in SQL, on any MySQL-compatible server. */

const digits = `(${Array.from({ length: 10 }, (_, digit) => `SELECT ${digit} AS d`).join(' UNION ALL ')})`;

/** A table expression with one column, `seq`, which runs from 0 to 9,999. */
export const numbers = `(SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d AS seq
  FROM ${digits} a, ${digits} b, ${digits} c, ${digits} e)`;
