/**
 * Writes lines of CSV (RFC 4180) for spreadsheets. Not left to a library: quoting is one expression, and libraries that
 * defuse formulas do so in every column, which would spoil negative amounts.
 */

/** Excel reads a file as UTF-8 only if it begins with this mark. */
export const byteOrderMark = '\uFEFF';

/** Media type of the files, which begin with a line of names. */
export const csvType = 'text/csv; charset=utf-8; header=present';

const startsFormula = /^[=+\-@\t\r]/;

/** Spreadsheets execute text that begins like a formula. A leading apostrophe makes them show it instead. */
export const defused = (text: string): string => (startsFormula.test(text) ? `'${text}` : text);

const quoted = (field: string, separator: string): string =>
  /["\r\n]/.test(field) || field.includes(separator) ? `"${field.replaceAll('"', '""')}"` : field;

/** Joins the fields of one line, which must be defused already. */
export const csvLine = (fields: readonly string[], separator: ',' | ';'): string =>
  `${fields.map((field) => quoted(field, separator)).join(separator)}\r\n`;

/** How a spreadsheet in the reader's language expects a file: its line of names, and what separates the fields. */
export interface CsvHead {
  columns: readonly string[];
  /** Excel in French expects semicolons, because its decimal mark is the comma. */
  separator: ',' | ';';
}

/**
 * Yields the text of a file: the line of names, then batch by batch as the rows are read. `fieldsOf` returns the fields
 * of a row, which must be defused already. `onRows` is called after each batch has been handed over, with the number of
 * its rows.
 */
export async function* csvText<Row>(
  { columns, separator }: CsvHead,
  batches: AsyncIterable<readonly Row[]>,
  fieldsOf: (row: Row) => readonly string[],
  onRows: (count: number) => void,
): AsyncGenerator<string> {
  yield byteOrderMark + csvLine(columns, separator);
  for await (const batch of batches) {
    yield batch.map((row) => csvLine(fieldsOf(row), separator)).join('');
    onRows(batch.length);
  }
}
