/** Entry point of `npm run demo` and `npm run dev`. Works on a bare clone with Node and git. */
import { makeReady } from './ready.mjs';
import { readUsage } from './usage.mjs';

const isDev = process.argv.includes('--dev');
readUsage({
  command: isDev ? 'npm run dev' : 'npm run demo',
  does: 'The whole shop on this machine, until Ctrl-C. PORT is where it is looked for a free port (3000); DATABASE_URL names a database of yours.',
  options: isDev ? { '--dev': 'reloads on change: what npm run dev gives' } : {},
});
await makeReady();
await import('./demo/run.ts');
