/** What portals of this process log as errors, for a test that fails: the answer alone does not say what went wrong. */

/** More belongs to a test that floods the log; the first errors tell. */
const keptAtMost = 20;
const errorLevel = 50;
const kept: string[] = [];

/** Takes a parsed line of a portal's log, and keeps it if it is an error. */
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

/** What has been kept since the last call. */
export const takeLoggedErrors = (): string[] => kept.splice(0);
