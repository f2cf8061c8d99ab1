/** A table of figures: no choice of columns, and no rows that open. On narrow screens its rows become cards. */
import classes from './data-table.module.css';
import type { Column } from './data-table.tsx';

interface PlainTableProps<Row> {
  /** Accessible name of the table. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string | number;
}

export function PlainTable<Row>({ label, columns, rows, rowId }: PlainTableProps<Row>) {
  return (
    <div className={classes.frame}>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ id, label: word, isNumber }) => (
              <th key={id} scope="col" data-number={isNumber || undefined}>
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowId(row)}>
              {columns.map(({ id, label: word, cell, isNumber }) => (
                <td key={id} data-number={isNumber || undefined}>
                  <span className={classes.name}>{word}</span>
                  <div className={classes.value}>{cell(row)}</div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
