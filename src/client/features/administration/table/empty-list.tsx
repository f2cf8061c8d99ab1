/** What stands in place of a table without rows: why it is empty, and what to do. */
import type { ReactNode } from 'react';

interface EmptyListProps {
  title: string;
  text?: string | undefined;
  action?: ReactNode;
}

export function EmptyList({ title, text, action }: EmptyListProps) {
  return (
    <section className="card sec stack g3">
      <div className="stack g2">
        <h2>{title}</h2>
        {text && <p className="q">{text}</p>}
      </div>
      {action && <div>{action}</div>}
    </section>
  );
}
