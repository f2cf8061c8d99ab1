/**
 * Moves the focus through the rows of a table. The keys work while the focus is in a row, because single letters that
 * work everywhere disturb people who use speech input (WCAG 2.1.4).
 */
import type { KeyboardEvent } from 'react';

const steps: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowDown: (at) => at + 1,
  j: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  k: (at) => at - 1,
  Home: () => 0,
  End: (_at, last) => last,
};

/** The first link or button of a row opens it. */
const openerOf = (row: Element) => row.querySelector<HTMLElement>('a[href], button');

/** To be called for the keys pressed inside a table's body. */
export function moveThroughRows(event: KeyboardEvent<HTMLTableSectionElement>): void {
  const { key, target, currentTarget, altKey, ctrlKey, metaKey, shiftKey } = event;
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined;
  if (!step || altKey || ctrlKey || metaKey || shiftKey || !(target instanceof Element)) return;
  if (target.closest('input, select, textarea, [role="menu"]')) return;
  const rows = [...currentTarget.rows];
  const at = rows.findIndex((row) => row.contains(target));
  const next = rows[Math.min(Math.max(step(at, rows.length - 1), 0), rows.length - 1)];
  event.preventDefault();
  if (next) openerOf(next)?.focus();
}
