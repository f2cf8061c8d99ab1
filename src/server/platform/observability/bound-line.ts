/** Limits the size of log lines, which may contain client input. */

/**
 * Limits in characters. A line up to `line` is written unchanged. In a longer line, each value is cut to `value`. If
 * the line then still exceeds `cutLine`, only its most important fields are kept.
 */
const limits = { line: 8_192, value: 2_048, cutLine: 16_384 } as const;
const maxDepth = 6;
const maxMembers = 50;

function bounded(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') {
    return value.length > limits.value
      ? `${value.slice(0, limits.value)}… (${value.length - limits.value} characters more)`
      : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= maxDepth) return '[cut]';
  if (Array.isArray(value)) return value.slice(0, maxMembers).map((member) => bounded(member, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, maxMembers)
      .map(([name, member]) => [name.slice(0, 100), bounded(member, depth + 1)]),
  );
}

/**
 * Returns the line, including its line break. If it is too long, returns a shorter JSON line with the same time, level
 * and message.
 */
export function boundLine(line: string): string {
  if (line.length <= limits.line) return line;
  const whole: Record<string, unknown> = JSON.parse(line);
  const cut = `${JSON.stringify(bounded(whole))}\n`;
  if (cut.length <= limits.cutLine) return cut;
  const { level, time, msg, requestId, code } = whole;
  const rest = { level, time, requestId, code, msg, cutCharacters: line.length };
  return `${JSON.stringify(bounded(rest))}\n`;
}
