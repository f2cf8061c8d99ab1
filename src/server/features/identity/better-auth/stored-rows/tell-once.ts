/** Reports a row that cannot be read to the operator, once per process, however often it is met. */
import type { GenericEndpointContext } from 'better-auth';

const told = new WeakMap<object, Set<string>>();
const maxReported = 10_000;

/**
 * Logs an error. `what` names the row by its id, never by its content; `cause` is what reading it threw, where that quotes
 * no content.
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
