/** `npm test` and `npm run test:all`: works on a bare clone with Node and git. */
import { makeReady } from './ready.mjs';

await makeReady();
await import('./test/run.ts');
