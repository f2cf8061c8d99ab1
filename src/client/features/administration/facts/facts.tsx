/** A list of facts: the name on one side, the value on the other. Facts without a value are left out. */
import type { ReactNode } from 'react';
import classes from './facts.module.css';

interface FactsProps {
  of: readonly (readonly [name: string, value: ReactNode])[];
  /**
   * `ends`: for short values, which stand at the other end of the line. `columns`: for texts, each beside its name, and
   * below it on phones.
   */
  layout?: 'ends' | 'columns';
}

export function Facts({ of, layout = 'ends' }: FactsProps) {
  return (
    <dl className={classes[layout]}>
      {of
        .filter(([, value]) => value !== null && value !== undefined && value !== false && value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
