/** Fails a test that prints an unexpected warning or error, or that tries to reach another machine. */
import { afterEach, beforeEach } from 'vitest';
import { expectNothingPrinted, takeProblems } from './guards.ts';

beforeEach(expectNothingPrinted);

afterEach(() => {
  const found = takeProblems();
  if (found.length > 0) throw new Error(`Unexpected:\n${found.map((line) => `  - ${line}`).join('\n')}`);
});
