/** `npm run demo` and `npm run dev`: works on a bare clone with Node and git. */
import { makeReady } from './ready.mjs';

await makeReady();
await import('./demo/run.ts');
