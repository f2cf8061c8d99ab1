/** Entry point of `npm test` and `npm run test:all`. Works on a bare clone with Node and git. */
import { makeReady } from './ready.mjs';
import { readArguments, usage } from './test/arguments.mjs';

const read = readArguments(process.argv.slice(2));
if (read.status === 'help') {
  console.log(usage);
} else if (read.status === 'refused') {
  console.error(`${read.sentence}\n${usage}`);
  process.exitCode = 2;
} else {
  await makeReady();
  const { runTests } = await import('./test/run.ts');
  await runTests(read.asked);
}
