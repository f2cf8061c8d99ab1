/** Defines the counts of a test run, adds them up and formats them. */

export interface Counts {
  passed: number;
  failed: number;
  /** Number of skipped tests, keyed by the reason. */
  skipped: Record<string, number>;
}

export const noTests = (): Counts => ({ passed: 0, failed: 0, skipped: {} });

export function addCounts(one: Counts, other: Counts): Counts {
  const skipped = { ...one.skipped };
  for (const [reason, count] of Object.entries(other.skipped))
    skipped[reason] = (skipped[reason] ?? 0) + count;
  return { passed: one.passed + other.passed, failed: one.failed + other.failed, skipped };
}

/** Returns one line per reason for which tests were skipped: `3 skipped: no Chromium`. */
export const skippedLines = ({ skipped }: Counts): string[] =>
  Object.entries(skipped).map(([reason, count]) => `${count} skipped: ${reason}`);

/**
 * Formats the last line of the output: `12 passed, 0 failed`. Programs parse this line, so skipped tests aren't part of
 * it and are printed on separate lines.
 */
export const closingLine = ({ passed, failed }: Counts): string => `${passed} passed, ${failed} failed`;

/** Returns true if at least one test passed and none failed. */
export const isGood = ({ passed, failed }: Counts): boolean => failed === 0 && passed > 0;
