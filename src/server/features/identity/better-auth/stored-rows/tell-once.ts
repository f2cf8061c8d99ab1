/** Tells the operator of a row that cannot be read, once in the life of a process, however often it is met. */
import type { GenericEndpointContext } from 'better-auth';

const told = new WeakMap<object, Set<string>>();
const maxReported = 10_000;

/**
 * Logs an error. `what` names the row by its number, never by what is in it; `cause`: what reading it threw, where that
 * quotes nothing of it.
 */
export function tellOnce(
  { logger }: Pick<GenericEndpointContext['context'], 'logger'>,
  what: string,
  cause?: unknown,
): void {
  const before = told.get(logger) ?? new Set();
  told.set(logger, before);
  if (before.has(what) || before.size >= maxReported) return;
  before.add(what);
  logger.error(what, new Error(what, { cause }));
}
