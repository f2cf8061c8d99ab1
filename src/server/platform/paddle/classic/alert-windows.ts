/** The spans of time in which Paddle's alert history is asked. */
import { dayMs, secondMs } from '#shared/durations.ts';

const historyDays = 90;

/** `before` is null where there is no end: then nobody's clock decides what is the latest. */
export interface AlertWindow {
  after: Date;
  before: Date | null;
}

/**
 * Spans of a day from `since` on, or from 90 days ago, oldest first. They overlap by two seconds: Paddle does not say
 * whether it counts the ends in.
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

/** As Paddle writes instants: "2026-11-23 15:01:13", UTC. */
export const toPaddleTime = (instant: Date): string => instant.toISOString().slice(0, 19).replace('T', ' ');
