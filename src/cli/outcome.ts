/** What a command has to say when it is done. */

export type Outcome =
  /** Exit code 0. `text` is for a person, `json` for a program. */
  | { status: 'done'; text: string; json: Record<string, unknown> }
  /**
   * Exit code 1. One clear sentence; `json` adds what a program may want besides it, `text` what was done all the same.
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

/** Rows under their headings, each column as wide as its widest cell. */
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

/** Names and what they are, one a line, the values aligned. Values that are null are left out. */
export function facts(pairs: Readonly<Record<string, string | number | null>>): string {
  const width = Math.max(...Object.keys(pairs).map((name) => name.length));
  return Object.entries(pairs)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${`${name}:`.padEnd(width + 2)}${value}`)
    .join('\n');
}
