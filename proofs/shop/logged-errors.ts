/**
 * Collects the errors that portals in this process log. If a test fails, they show what went wrong, which the response
 * alone doesn't.
 */

/** Maximum number of errors kept. If a test logs more, the log is being flooded and the first errors are enough. */
const keptAtMost = 20;
const errorLevel = 50;
const kept: string[] = [];

/** Keeps a parsed line of a portal's log if it reports an error. */
export function noteLogged(line: Record<string, unknown>): void {
  if (typeof line.level !== 'number' || line.level < errorLevel || kept.length >= keptAtMost) return;
  const { msg, err, ...rest } = line;
  const { level: _level, time: _time, pid: _pid, hostname: _hostname, ...fields } = rest;
  const { stack, ...error } = typeof err === 'object' && err !== null ? (err as Record<string, unknown>) : {};
  const parts = [String(msg), ...(Object.keys(fields).length > 0 ? [JSON.stringify(fields)] : [])];
  if (typeof stack === 'string') parts.push(stack);
  if (error.cause !== undefined) parts.push(`cause: ${JSON.stringify(error.cause, null, 2)}`);
  kept.push(parts.join('\n'));
}

/** Returns and clears the errors kept since the last call. */
export const takeLoggedErrors = (): string[] => kept.splice(0);
