/**
 * A vitest reporter that writes the numbers of passed, failed and skipped tests, with the reasons for which tests were
 * skipped.
 */
import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';
import { type Counts, noTests } from './counts.ts';

/**
 * Returns the reason for which a test is skipped. A suite that depends on the machine names the reason in its title: "…
 * (skipped where php is not installed)".
 */
const reasonIn = (name: string): string => /\(skipped(?::| where)? ([^)]+)\)/.exec(name)?.[1] ?? 'marked so';

/**
 * Adds a test file's results to the counts. A file that can't be loaded counts as one failed test, and so does a hook
 * that fails, because their tests never ran.
 */
function countModule(module: TestModule, counts: Counts): void {
  counts.failed += module.errors().length;
  for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
  for (const test of module.children.allTests()) {
    const result = test.result();
    if (result.state === 'passed') counts.passed += 1;
    else if (result.state === 'failed') counts.failed += 1;
    else {
      const reason = (result.state === 'skipped' && result.note) || reasonIn(test.fullName);
      counts.skipped[reason] = (counts.skipped[reason] ?? 0) + 1;
    }
  }
}

/** Writes the counts to the file whose path is in `TEST_COUNTS_FILE`. */
export class CountsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const path = process.env.TEST_COUNTS_FILE;
    if (!path) throw new Error('TEST_COUNTS_FILE is not set');
    const counts = noTests();
    for (const module of modules) countModule(module, counts);
    counts.failed += errors.length;
    writeFileSync(path, JSON.stringify(counts));
  }
}
