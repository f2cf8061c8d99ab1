/** Entry point of `npm run demo` and `npm run dev`. Works on a bare clone with Node and git. */
import { makeReady } from './ready.mjs';
import { readUsage } from './usage.mjs';

const isDev = process.argv.includes('--dev');
readUsage({
  command: isDev ? 'npm run dev' : 'npm run demo',
  does: 'Runs the portal, a local Paddle and a mailbox on this machine until Ctrl-C. PORT: first port to try (default 3000). DATABASE_URL: use this database instead of a private one.',
  options: isDev ? { '--dev': 'reload on change (set by npm run dev)' } : {},
});
await makeReady();
await import('./demo/run.ts');
