/** Locks a folder so that only one process at a time can use it. */
import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isSameProcessAlive, markProcess, type ProcessMark } from '#scripts/system/processes.ts';

const Holder = z.object({ pid: z.int(), started: z.string() });

/** Thrown if another running process is using the folder. */
export class FolderInUse extends Error {
  readonly pid: number;
  constructor(folder: string, pid: number) {
    super(`Already running: process ${pid} uses ${folder}. Stop it first.`);
    this.name = 'FolderInUse';
    this.pid = pid;
  }
}

function holderOf(path: string): ProcessMark | null {
  try {
    return Holder.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

/**
 * Returns a function that removes the lock on its first call only. On a second call, the lock could already belong to
 * another process.
 */
function releaseOnce(path: string): () => void {
  let isHeld = true;
  return () => {
    if (isHeld) rmSync(path, { force: true });
    isHeld = false;
  };
}

const hasCode = (error: unknown, code: 'EEXIST' | 'ENOENT'): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

/**
 * Removes the lock file of a dead process. Another process may have just replaced that file with its own lock. The file
 * is therefore moved aside and read again, and it is put back if the process in it is alive.
 */
function removeStale(path: string): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  const holder = holderOf(aside);
  try {
    if (holder && isSameProcessAlive(holder)) linkSync(aside, path);
  } catch (error) {
    // By now, a third process has taken the lock. The caller's next attempt to take it will detect that.
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(aside);
  }
}

/**
 * Locks the folder for this process, and returns a function that unlocks it. Takes over the lock of a dead process.
 * Throws `FolderInUse` if another running process holds the lock.
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'lock.json');
  const own = markProcess(process.pid);
  if (!own)
    throw new Error(`The start time of process ${process.pid} cannot be read, so ${folder} cannot be locked`);
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, JSON.stringify(own), { mode: 0o600 });
  try {
    for (let attempt = 0; ; attempt += 1) {
      try {
        // Creating a hard link is atomic and fails if the lock file exists, so only one process can succeed.
        linkSync(draft, path);
        return releaseOnce(path);
      } catch (error) {
        if (!hasCode(error, 'EEXIST') || attempt === 10) throw error;
      }
      const holder = holderOf(path);
      if (holder && isSameProcessAlive(holder)) throw new FolderInUse(folder, holder.pid);
      removeStale(path);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}
