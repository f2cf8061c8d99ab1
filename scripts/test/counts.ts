/** Counts what the test runners report, and says it in one line. */

export interface Counts {
  passed: number;
  failed: number;
  /** How many were skipped, by the reason given. */
  skipped: Record<string, number>;
}

export const noTests = (): Counts => ({ passed: 0, failed: 0, skipped: {} });

export function addCounts(one: Counts, other: Counts): Counts {
  const skipped = { ...one.skipped };
  for (const [reason, count] of Object.entries(other.skipped))
    skipped[reason] = (skipped[reason] ?? 0) + count;
  return { passed: one.passed + other.passed, failed: one.failed + other.failed, skipped };
}

/** `3 skipped: no Chromium`, one line for each reason. */
export const skippedLines = ({ skipped }: Counts): string[] =>
  Object.entries(skipped).map(([reason, count]) => `${count} skipped: ${reason}`);

/** `12 passed, 0 failed`, and nothing else: programs read it. What was skipped has lines of its own. */
export const closingLine = ({ passed, failed }: Counts): string => `${passed} passed, ${failed} failed`;

/** A run is good when nothing failed and at least one test ran. */
export const isGood = ({ passed, failed }: Counts): boolean => failed === 0 && passed > 0;
