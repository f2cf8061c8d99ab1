/** Checks whether a process that was recorded earlier is still running, and isn't another process with the same pid. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

export interface ProcessMark {
  pid: number;
  /**
   * When the process started, in a system-specific format. A later process with the same pid has a different start
   * time.
   */
  started: string;
}

function startOf(pid: number): string | null {
  if (existsSync('/proc/self/stat')) {
    try {
      // Fields are counted from the last parenthesis, because the process name in parentheses may itself contain spaces
      // and parentheses. The start time is field 22.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' ? null : (fields[19] ?? null);
    } catch {
      return null;
    }
  }
  try {
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return started === '' ? null : started;
  } catch {
    return null;
  }
}

/** Returns the pid and the start time of a running process; null if no process has this pid. */
export function markProcess(pid: number): ProcessMark | null {
  const started = startOf(pid);
  return started === null ? null : { pid, started };
}

export const isSameProcessAlive = (mark: ProcessMark): boolean => startOf(mark.pid) === mark.started;
