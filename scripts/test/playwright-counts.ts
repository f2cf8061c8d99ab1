/** Reads Playwright's JSON report. */
import { z } from 'zod';
import type { Counts } from './counts.ts';

const Annotation = z.object({ type: z.string(), description: z.string().optional() });
const Test = z.object({
  status: z.enum(['expected', 'unexpected', 'flaky', 'skipped']),
  annotations: z.array(Annotation).default([]),
});
interface Suite {
  specs: { tests: z.infer<typeof Test>[] }[];
  suites?: Suite[] | undefined;
}
const Suite: z.ZodType<Suite> = z.object({
  specs: z.array(z.object({ tests: z.array(Test) })),
  get suites() {
    return z.array(Suite).optional();
  },
});
const Report = z.object({ suites: z.array(Suite), errors: z.array(z.unknown()) });

const testsOf = (suite: Suite): z.infer<typeof Test>[] => [
  ...suite.specs.flatMap((spec) => spec.tests),
  ...(suite.suites ?? []).flatMap(testsOf),
];

/**
 * Counts the tests of a report. A flaky test counts as failed, because a test must pass every time. An error outside
 * any test counts as one failed test.
 */
export function countReport(json: string): Counts {
  const report = Report.parse(JSON.parse(json));
  const tests = report.suites.flatMap(testsOf);
  const skipped: Counts['skipped'] = {};
  for (const test of tests.filter(({ status }) => status === 'skipped')) {
    const reason = test.annotations.find(({ type }) => type === 'skip')?.description ?? 'marked so';
    skipped[reason] = (skipped[reason] ?? 0) + 1;
  }
  const failed = tests.filter(({ status }) => status === 'unexpected' || status === 'flaky').length;
  return {
    passed: tests.filter(({ status }) => status === 'expected').length,
    failed: failed + report.errors.length,
    skipped,
  };
}

/** Returns the number of tests in the report of a `--list` run, which lists the tests without running them. */
export const countListed = (json: string): number =>
  Report.parse(JSON.parse(json)).suites.flatMap(testsOf).length;
