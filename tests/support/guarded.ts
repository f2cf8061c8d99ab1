/**
 * Fails a test that prints an unexpected warning or error, or that tries to connect to another machine. If a test
 * fails, also prints the errors that portals in this process have logged. Stops portals that a test or a file has left
 * running, because they would work on the database of the tests that follow.
 */
import { afterAll, afterEach, beforeEach } from 'vitest';
import { takeLoggedErrors } from '#proofs/shop/logged-errors.ts';
import { stillRunning, stopAllBut } from '#proofs/shop/still-running.ts';
import { expectNothingPrinted, takeProblems } from './guards.ts';

/** What runs for several tests: it was started before the current one. */
let runningBefore = stillRunning();

beforeEach(({ onTestFailed }) => {
  runningBefore = stillRunning();
  expectNothingPrinted();
  takeLoggedErrors();
  onTestFailed(() => {
    const logged = takeLoggedErrors();
    if (logged.length > 0) process.stderr.write(`The portal logged:\n${logged.join('\n')}\n`);
  });
});

// Vitest runs these hooks after those of the test file.
afterEach(() => stopAllBut(runningBefore));
afterAll(() => stopAllBut(new Set()));

afterEach(() => {
  const found = takeProblems();
  if (found.length > 0) throw new Error(`Unexpected:\n${found.map((line) => `  - ${line}`).join('\n')}`);
});
