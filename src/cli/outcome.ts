/** Results of commands, and helpers that format them. */

export type Outcome =
  /** Exit code 0. Prints `text`, or `json` with `--json`. */
  | { status: 'done'; text: string; json: Record<string, unknown> }
  /**
   * Exit code 1. Prints `sentence` on standard error. `json` adds details for programs, and `text` reports what was
   * done despite the refusal.
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

/** Formats rows as a table, each column as wide as its widest cell. */
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

/** Formats one `name: value` pair per line, with the values aligned. Null values are omitted. */
export function facts(pairs: Readonly<Record<string, string | number | null>>): string {
  const width = Math.max(...Object.keys(pairs).map((name) => name.length));
  return Object.entries(pairs)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${`${name}:`.padEnd(width + 2)}${value}`)
    .join('\n');
}
