/**
 * Tests the server as the first process of a container. Signals have no default action for such a process, so the
 * server must handle them from the first moment.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { useDatabase } from '#tests/support/database/database.ts';
import { useBuiltServer } from '#tests/support/portal/built-server.ts';

const database = useDatabase();
const { settings, folder } = useBuiltServer(database);
const asFirst = ['--fork', '--pid', '--mount-proc', '--kill-child'];
/** Whether this user may create namespaces. Otherwise the tests can't run a process as the first of its namespace. */
const mayBeFirst = spawnSync('unshare', [...asFirst, 'true']).status === 0;

const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});

describe.skipIf(!mayBeFirst)('The server as process 1', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'exits with 0 on %s while its modules are loading',
    async (signal) => {
      const main = join(process.cwd(), folder(), 'dist/server/main.js');
      // The test sends the signal from outside, as a container's supervisor would, because the first process can't kill
      // itself with a signal.
      const preload = `import { createRequire } from 'node:module';
      const { on } = process;
      const { cache } = createRequire('/');
      const isLoaded = () => Object.keys(cache).some((name) => name.includes('sequelize'));
      process.on = function (name, ...rest) {
        const answer = on.call(this, name, ...rest);
        if (name === 'SIGHUP') process.stderr.write(isLoaded() ? 'listens late' : 'listens before anything is loaded');
        return answer;
      };
      if (process.pid !== 1) throw new Error('it is not the first process');`;
      const started = spawn(
        'unshare',
        [
          ...asFirst,
          process.execPath,
          '--import',
          `data:text/javascript,${encodeURIComponent(preload)}`,
          main,
        ],
        {
          env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', ...settings() },
          stdio: ['ignore', 'pipe', 'pipe'],
        },
      );
      running.add(started);
      let said = '';
      started.stdout.on('data', (chunk) => {
        said += chunk;
      });
      const ended = once(started, 'close');
      const [heard] = await once(started.stderr, 'data');
      expect(String(heard)).toBe('listens before anything is loaded');
      const { stdout: child } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(started.pid)], {
        encoding: 'utf8',
      });
      process.kill(Number(child.trim()), signal);
      expect((await ended)[0]).toBe(0);
      expect(said).toContain('"stopping"');
      expect(said).not.toContain('"listening"');
    },
  );
});
