/** Entry point of `npm run check`. Works on a bare clone with Node and git. */
import { makeReady } from './ready.mjs';
import { readUsage } from './usage.mjs';

readUsage({
  command: 'npm run check',
  does: 'Every static check at once: types, format and lint, directions, structure, what is promised of security, dead code, size.',
  options: { '--verbose': 'shows what passed, too' },
});
await makeReady();
await import('./check.ts');
