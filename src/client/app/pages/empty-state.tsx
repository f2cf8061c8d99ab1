/** A page with a single message and an optional action. */
import type { ReactNode } from 'react';
import classes from './empty-state.module.css';

interface MessageProps {
  title: string;
  children: ReactNode;
  action?: ReactNode;
}

export function EmptyState({ title, children, action }: MessageProps) {
  return (
    <div className={classes.message}>
      <div className="stack g2">
        <h1 tabIndex={-1}>{title}</h1>
        {children}
      </div>
      {action && <div className="row wrap">{action}</div>}
    </div>
  );
}
