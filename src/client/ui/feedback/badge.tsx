/**
 * A badge for a state. The word and the shape carry the meaning; the color only repeats it. Mantine's Badge isn't used:
 * it has no shapes, and adds 0.8 kB of styles for variants, sizes and gradients that the portal doesn't use.
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
