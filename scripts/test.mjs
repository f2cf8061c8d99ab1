/** `npm test` and `npm run test:all`: works on a bare clone with Node and git. */
import { makeReady } from './ready.mjs.mts';

await makeReady();
await import('./test/run.ts');
