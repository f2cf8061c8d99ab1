/** The button that opens a row of a table in a dialog. It looks like a link, as links open the rows of other tables. */
import type { ReactNode } from 'react';
import classes from './open-button.module.css';

export function OpenButton({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" className={classes.open} onClick={onClick}>
      {children}
    </button>
  );
}
