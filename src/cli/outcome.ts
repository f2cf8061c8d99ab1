/** Results of commands, and functions that format them. */

export type Outcome =
  /** The command succeeded; exit code 0. Prints `text`, or `json` if `--json` is given. */
  | { status: 'done'; text: string; json: Record<string, unknown> }
  /**
   * The command was refused; exit code 1. Prints `sentence` on standard error. `json` contains details for programs.
   * `text` reports what was done although the command was refused.
   */
  | { status: 'refused'; sentence: string; json?: Record<string, unknown>; text?: string };

export const done = (text: string, json: Record<string, unknown>): Outcome => ({
  status: 'done',
  text,
  json,
});

export const refused = (sentence: string, json: Record<string, unknown> = {}, text?: string): Outcome => ({
  status: 'refused',
  sentence,
  json,
  ...(text === undefined ? {} : { text }),
});

/** Formats a count with its noun: `1 stream`, `2 streams`. `noun` is the singular; the plural must end in `s`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Formats rows as a table in which each column is as wide as its widest cell. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  return [headings, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Formats each pair as a line `name: value`, and aligns the values. Pairs whose value is null are left out. */
export function facts(pairs: Readonly<Record<string, string | number | null>>): string {
  const width = Math.max(...Object.keys(pairs).map((name) => name.length));
  return Object.entries(pairs)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${`${name}:`.padEnd(width + 2)}${value}`)
    .join('\n');
}
