/**
 * Collects the errors logged by portals in this process. When a test fails, the response alone doesn't say what went
 * wrong.
 */

/** A test that logs more than this is flooding the log, and its first errors are enough. */
const keptAtMost = 20;
const errorLevel = 50;
const kept: string[] = [];

/** Keeps a parsed log line of a portal if it's an error. */
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
