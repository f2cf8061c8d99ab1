/** Splits a period into windows, each of which can be requested from Paddle's alert history. */
import { dayMs, secondMs } from '#shared/durations.ts';

const historyDays = 90;

/** The last window has no end (`before` is null), so that the newest alerts are found even if clocks differ. */
export interface AlertWindow {
  after: Date;
  before: Date | null;
}

/**
 * Returns windows of one day, oldest first. The first starts at `since`, but at most 90 days ago. Windows overlap by
 * two seconds, because Paddle doesn't say whether their ends are inclusive.
 */
export function alertWindows(since: Date, now: Date): AlertWindow[] {
  const oldest = now.getTime() - historyDays * dayMs;
  const windows: AlertWindow[] = [];
  let after = Math.max(since.getTime(), oldest) - secondMs;
  while (after + dayMs < now.getTime()) {
    windows.push({ after: new Date(after), before: new Date(after + dayMs) });
    after += dayMs - 2 * secondMs;
  }
  windows.push({ after: new Date(after), before: null });
  return windows;
}

/** Formats an instant as Paddle does: "2026-11-23 15:01:13", UTC. */
export const toPaddleTime = (instant: Date): string => instant.toISOString().slice(0, 19).replace('T', ' ');
