/**
 * Tests a real process whose log output is first left unread, then loses its reader altogether. The process must keep
 * responding in both cases.
 */
import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useDatabase } from '#tests/support/database/database.ts';
import { ask, useBuiltServer } from '#tests/support/portal/built-server.ts';

const { settings, start, folder } = useBuiltServer(useDatabase());

/** Opens a named pipe for reading. It is read only when `lines` is called. */
function readerOf(path: string) {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const chunk = Buffer.alloc(65_536);
  let text = '';
  return {
    /** Returns all complete lines written so far, each parsed as JSON. */
    lines(): Record<string, unknown>[] {
      for (;;) {
        try {
          const read = readSync(fd, chunk);
          if (read === 0) break;
          text += chunk.toString('utf8', 0, read);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
          break;
        }
      }
      return text
        .slice(0, text.lastIndexOf('\n') + 1)
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line));
    },
    close: () => closeSync(fd),
  };
}

/** Sends so many requests that their log lines don't fit into a pipe. */
async function askALot(port: number): Promise<void> {
  for (let round = 0; round < 15; round += 1) {
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(port, `/livez?${round}`)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
  }
}

test('The server keeps responding while its log has no reader, and logs to the next one', async () => {
  const path = join(folder(), 'log');
  execFileSync('mkfifo', [path]);
  const first = readerOf(path);
  const writing = openSync(path, 'w');
  start(settings(), { stdout: writing });
  closeSync(writing);
  const listening = () => first.lines().find(({ msg }) => msg === 'listening');
  await expect.poll(listening, { timeout: 30_000 }).toBeDefined();
  const port = Number(listening()?.port);

  await askALot(port);
  first.close();
  await askALot(port);

  const next = readerOf(path);
  const told = () => next.lines().find(({ dropped }) => dropped !== undefined);
  await expect.poll(told, { timeout: 10_000 }).toMatchObject({ level: 40, code: 'EPIPE' });
  expect(await ask(port, '/livez?last')).toMatchObject({ status: 200 });
  next.close();
});
