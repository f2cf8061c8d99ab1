/** `npm run build`: builds the client, the server and the command line into dist. Works on a bare clone. */
import { spawnSync } from 'node:child_process';
import { makeReady } from './ready.mjs';
import { readUsage } from './usage.mjs';

readUsage({
  command: 'npm run build',
  does: 'Builds everything that "npm start" needs: dist/client, dist/render, dist/server and dist/cli.',
  options: { '--if-stale': 'build only what has changed since the last build' },
});
await makeReady();
for (const part of ['client', 'server']) {
  const script = ['--import', 'tsx', `scripts/build/${part}.ts`, ...process.argv.slice(2)];
  const { status } = spawnSync(process.execPath, script, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
