/** Entry point of `npm run check`. Works on a bare clone with Node and git. */
import { makeReady } from './ready.mjs';
import { readUsage } from './usage.mjs';

readUsage({
  command: 'npm run check',
  does: 'Runs all static checks: types, format and lint, import directions, structure, docs/asvs.md, dead code, bundle size.',
  options: { '--verbose': 'also show the output of checks that passed' },
});
await makeReady();
await import('./check.ts');
