/**
 * Paces repeated questions to the server while a page waits for something: often at first, then less often, less and
 * less often while the server refuses, and not forever.
 */
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { minuteMs, secondMs } from '#shared/durations.ts';
import { failureOf } from './failure.ts';

/** How often a page asks. Times are in milliseconds. */
export interface Pace {
  eagerMs: number;
  /** After this many questions, the page asks every `patientMs`. */
  eagerQuestions: number;
  patientMs: number;
  /** After this many questions, the page stops asking. */
  questions: number;
}

/** What is known about earlier questions, as a query counts them. */
interface Asked {
  dataUpdateCount: number;
  errorUpdateCount: number;
  /** The failure of the last question; null if it was answered. */
  error: unknown;
}

/** After this many failed questions, the page stops asking once another one fails. */
const failuresToBear = 8;
const longestWaitMs = 5 * minuteMs;

const questionsOf = ({ dataUpdateCount, errorUpdateCount }: Asked): number =>
  dataUpdateCount + errorUpdateCount;

const hasStopped = (asked: Asked, { questions }: Pick<Pace, 'questions'>): boolean =>
  questionsOf(asked) >= questions || (asked.error !== null && asked.errorUpdateCount >= failuresToBear);

/**
 * Returns the milliseconds until the next question; false if there is none. After each failure, the page waits twice as
 * long, and never shorter than the server demands.
 */
export function nextQuestionIn(asked: Asked, pace: Pace): number | false {
  if (hasStopped(asked, pace)) return false;
  const usualMs = questionsOf(asked) < pace.eagerQuestions ? pace.eagerMs : pace.patientMs;
  if (asked.error === null) return usualMs;
  const demandedMs = (failureOf(asked.error).retryAfterSeconds ?? 0) * secondMs;
  return Math.max(demandedMs, Math.min(usualMs * 2 ** asked.errorUpdateCount, longestWaitMs));
}

/** Returns whether a page has stopped asking. It still asks if the user returns to it, or reloads it. */
export function useHasStopped(
  queryKey: QueryKey,
  query: { dataUpdatedAt: number; errorUpdatedAt: number },
  pace: Pace,
): boolean {
  const queryClient = useQueryClient();
  // Both times are read, so that each answer and each failure renders the page again.
  const asked =
    query.dataUpdatedAt + query.errorUpdatedAt > 0 ? queryClient.getQueryState(queryKey) : undefined;
  return asked !== undefined && hasStopped(asked, pace);
}
