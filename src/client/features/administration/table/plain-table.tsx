/** A table as it is: no choice of columns. On narrow screens its rows become cards. */
import type { ReactNode } from 'react';
import classes from './data-table.module.css';
import { moveThroughRows } from './row-keys.ts';

export interface Column<Row> {
  id: string;
  label: string;
  /** The first link or button of a row opens the row. */
  cell: (row: Row) => ReactNode;
  isNumber?: boolean;
  /** Whether the column can't be hidden. */
  isFixed?: boolean;
  /** Whether the column is hidden until it is chosen. */
  isExtra?: boolean;
}

interface PlainTableProps<Row> {
  /** Accessible name of the table. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string | number;
  /** ID of the text that says which keys move through the rows; absent if no row opens anything. */
  keysId?: string;
}

export function PlainTable<Row>({ label, columns, rows, rowId, keysId }: PlainTableProps<Row>) {
  return (
    <div className={classes.frame}>
      <table className={classes.table} aria-label={label} aria-describedby={keysId}>
        <thead>
          <tr>
            {columns.map(({ id, label: word, isNumber }) => (
              <th key={id} scope="col" data-number={isNumber || undefined}>
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={keysId === undefined ? undefined : moveThroughRows}>
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
