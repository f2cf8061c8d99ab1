/** A list whose rows have actions beside them and messages below. */
import type { ReactNode } from 'react';
import classes from './row-list.module.css';

export function RowList({ children }: { children: ReactNode }) {
  return <ul className={classes.list}>{children}</ul>;
}

interface ListRowProps {
  children: ReactNode;
  actions?: ReactNode;
  /** Shown below the row, across the full width of the list. */
  below?: ReactNode;
}

export function ListRow({ children, actions, below }: ListRowProps) {
  return (
    <li>
      <div className={classes.what}>{children}</div>
      {actions}
      {below && <div className={classes.below}>{below}</div>}
    </li>
  );
}
