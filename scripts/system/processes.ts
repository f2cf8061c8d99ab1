/** Checks whether a process that was recorded earlier is still the same one. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

export interface ProcessMark {
  pid: number;
  /** Start time in the system's own format. It distinguishes the process from a later one with the same pid. */
  started: string;
}

function startOf(pid: number): string | null {
  if (existsSync('/proc/self/stat')) {
    try {
      // The name in parentheses may contain spaces and parentheses, so field 22 is counted from the last parenthesis.
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

/** Returns the mark of a running process; null if there is none with this pid. */
export function markProcess(pid: number): ProcessMark | null {
  const started = startOf(pid);
  return started === null ? null : { pid, started };
}

export const isSameProcessAlive = (mark: ProcessMark): boolean => startOf(mark.pid) === mark.started;
