/** Tells whether a process that was noted down earlier is still the same one. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

export interface ProcessMark {
  pid: number;
  /** When it started, in the system's own notation: tells it from a later process with the same number. */
  started: string;
}

function startOf(pid: number): string | null {
  if (existsSync('/proc/self/stat')) {
    try {
      // The name in brackets may hold spaces and brackets; field 22 is counted from behind its last one.
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

/** Marks a running process; null when there is none with this number. */
export function markProcess(pid: number): ProcessMark | null {
  const started = startOf(pid);
  return started === null ? null : { pid, started };
}

export const isSameProcessAlive = (mark: ProcessMark): boolean => startOf(mark.pid) === mark.started;
