/**
 * Tests that if a database stops because its disk is full, the error says so in one sentence and contains the
 * database's log as its cause.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { asDiskFull } from '#scripts/local-server/disk-full.ts';
import { startServerProcess } from '#scripts/local-server/server-process.ts';

const sentence =
  'There is no space left on the disk of /demo: a database needs about 250 MB. Free some space and start again.';

/** Returns the error thrown when the database program logs this text and exits. */
async function failureOf(log: string): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'portal-full-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const command = join(folder, 'database');
  writeFileSync(command, `#!/bin/sh\ncat <<'LOG' >&2\n${log}\nLOG\nexit 1\n`, { mode: 0o700 });
  const at = (name: string) => join(folder, name);
  const folders = {
    ...{ data: at('data'), temporary: at('tmp') },
    ...{ log: at('log'), initFile: at('init.sql'), files: at('files') },
  };
  return await startServerProcess(
    { kind: 'mariadb', command, shareFolder: null, environment: process.env },
    folders,
    {
      password: 'secret',
      keep: true,
      programArguments: [],
    },
  ).then(
    () => null,
    (error: unknown) => error,
  );
}

test.each([
  'InnoDB: Error while writing 1048576 zeroes to ./ibdata1\n[ERROR] InnoDB: preallocating 12582912 bytes for file ./ibdata1 failed with error 28',
  '[ERROR] mariadbd: Disk is full writing ./aria_log (Errcode: 28 "No space left on device")',
  '[ERROR] InnoDB: Write to file ./ib_logfile0 failed at offset 0, 512 bytes should have been written, only 0 were written. Operating system error number 28 in a file operation.',
])('A database log that reports a full disk is recognised: %s', async (log) => {
  const failure = await failureOf(log);
  const told = asDiskFull(failure, '/demo');
  expect(told?.message).toBe(sentence);
  expect(told?.cause).toBe(failure);
  expect(String(failure)).toContain('28');
});

test('ENOSPC from the system is recognised as a full disk', () => {
  const refused = Object.assign(new Error('ENOSPC: write'), { code: 'ENOSPC' });
  expect(asDiskFull(refused, '/demo')?.message).toBe(sentence);
});

test.each(['[ERROR] InnoDB: error 281', '[ERROR] Can not lock aria control file, error: 11'])(
  "Other database errors aren't taken for a full disk: %s",
  async (log) => {
    expect(asDiskFull(await failureOf(log), '/demo')).toBeNull();
  },
);
