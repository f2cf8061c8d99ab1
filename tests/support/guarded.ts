/**
 * Fails a test that prints an unexpected warning or error, or that tries to connect to another machine. If a test
 * fails, also prints the errors that portals in this process have logged.
 */
import { afterEach, beforeEach } from 'vitest';
import { takeLoggedErrors } from '#proofs/shop/logged-errors.ts';
import { expectNothingPrinted, takeProblems } from './guards.ts';

beforeEach(({ onTestFailed }) => {
  expectNothingPrinted();
  takeLoggedErrors();
  onTestFailed(() => {
    const logged = takeLoggedErrors();
    if (logged.length > 0) process.stderr.write(`The portal logged:\n${logged.join('\n')}\n`);
  });
});

afterEach(() => {
  const found = takeProblems();
  if (found.length > 0) throw new Error(`Unexpected:\n${found.map((line) => `  - ${line}`).join('\n')}`);
});
