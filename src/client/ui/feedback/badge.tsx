/**
 * A state in one word. Word and shape carry the meaning, colour only repeats it. Mantine's Badge has no shapes, and
 * brings 0.8 kB of styles for variants, sizes and gradients that are not used.
 */
import classes from './badge.module.css';

export type BadgeTone = 'ok' | 'warn' | 'danger' | 'none' | 'quiet';

export function Badge({ tone, children }: { tone: BadgeTone; children: string }) {
  return (
    <span className={classes.pill} data-tone={tone}>
      <i aria-hidden="true" />
      {children}
    </span>
  );
}
