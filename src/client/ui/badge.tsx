/** A state in one word. Word and shape carry the meaning, colour only repeats it. */
import classes from './badge.module.css';

export type PillTone = 'ok' | 'warn' | 'danger' | 'none' | 'quiet';

export function Pill({ tone, children }: { tone: PillTone; children: string }) {
  return (
    <span className={classes.pill} data-tone={tone}>
      <i aria-hidden="true" />
      {children}
    </span>
  );
}
