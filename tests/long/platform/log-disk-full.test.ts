/**
 * Tests a real process whose log file is on a full disk. It must keep responding while the disk is full, and log again
 * once there is space.
 */
import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { useDatabase } from '#tests/support/database/database.ts';
import { ask, useBuiltServer } from '#tests/support/portal/built-server.ts';

const { settings, start } = useBuiltServer(useDatabase());
let disk: string | undefined;

/** Mounts a small disk and returns its path; null if this user isn't allowed to mount disks. */
function mountDisk(): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'portal-log-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    rmSync(folder, { recursive: true });
    return null;
  }
}

afterEach(() => {
  if (disk === undefined) return;
  execFileSync('umount', ['-l', disk]);
  rmSync(disk, { recursive: true });
  disk = undefined;
});

test('The server keeps responding on a full log disk and writes whole lines once there is space', async ({
  skip,
}) => {
  const mounted = mountDisk();
  if (mounted === null) {
    skip('only root can mount a small disk');
    return;
  }
  disk = mounted;
  const path = join(mounted, 'portal.log');
  const log = openSync(path, 'a');
  const started = start(settings(), { stdout: log });
  closeSync(log);
  const lines = () =>
    readFileSync(path, 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line): Record<string, unknown> => JSON.parse(line));
  const listening = () => lines().find(({ msg }) => msg === 'listening');
  await expect.poll(listening, { timeout: 30_000 }).toBeDefined();
  const port = Number(listening()?.port);

  const filler = join(mounted, 'filler');
  expect(() => writeFileSync(filler, Buffer.alloc(1_000_000))).toThrow('ENOSPC');
  expect(existsSync(filler)).toBe(true);
  // Request log lines are limited in number. All of them fit into the buffer for unwritten lines, so none is dropped.
  for (let round = 0; round < 80; round += 1) {
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask(port, `/livez?${round}`)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
  }
  expect(started.process.exitCode).toBeNull();
  rmSync(filler);
  execFileSync('mount', ['-o', 'remount,size=8m', mounted]);
  const told = () => lines().find(({ dropped }) => dropped !== undefined);
  await expect.poll(told, { timeout: 10_000 }).toMatchObject({ code: 'ENOSPC', dropped: 0 });
  const before = lines().length;
  expect(await ask(port, '/livez?last')).toMatchObject({ status: 200 });
  await expect.poll(() => lines().length).toBeGreaterThan(before);
});
