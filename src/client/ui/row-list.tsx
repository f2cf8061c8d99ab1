/** A list of things that can be acted on: what each is, its actions beside it, and what is said of it below. */
import type { ReactNode } from 'react';
import classes from './row-list.module.css';

export function RowList({ children }: { children: ReactNode }) {
  return <ul className={classes.list}>{children}</ul>;
}

interface ListRowProps {
  children: ReactNode;
  actions?: ReactNode;
  /** At the full width of the list. */
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
