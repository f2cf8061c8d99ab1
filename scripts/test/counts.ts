/** Adds up the results of the test runners and formats them. */

export interface Counts {
  passed: number;
  failed: number;
  /** Number of skipped tests by reason. */
  skipped: Record<string, number>;
}

export const noTests = (): Counts => ({ passed: 0, failed: 0, skipped: {} });

export function addCounts(one: Counts, other: Counts): Counts {
  const skipped = { ...one.skipped };
  for (const [reason, count] of Object.entries(other.skipped))
    skipped[reason] = (skipped[reason] ?? 0) + count;
  return { passed: one.passed + other.passed, failed: one.failed + other.failed, skipped };
}

/** Formats the skipped tests, one line per reason: `3 skipped: no Chromium`. */
export const skippedLines = ({ skipped }: Counts): string[] =>
  Object.entries(skipped).map(([reason, count]) => `${count} skipped: ${reason}`);

/** Formats the closing line, `12 passed, 0 failed`. Programs parse it, so skipped tests have their own lines. */
export const closingLine = ({ passed, failed }: Counts): string => `${passed} passed, ${failed} failed`;

/** Checks that nothing failed and that at least one test passed. */
export const isGood = ({ passed, failed }: Counts): boolean => failed === 0 && passed > 0;
