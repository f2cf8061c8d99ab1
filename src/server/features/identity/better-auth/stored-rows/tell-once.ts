/** The problems that have already been reported, by logger, so that each is reported only once per process. */

const told = new WeakMap<object, Set<string>>();
const maxReported = 10_000;

/**
 * Calls `tell` with an error unless the same problem was already reported to `log`. `what` names the row by its ID,
 * never by its content. `cause` is the error thrown while reading the row; omit it if it quotes the content.
 */
export function tellOnce(log: object, what: string, tell: (error: Error) => void, cause?: unknown): void {
  const before = told.get(log) ?? new Set();
  told.set(log, before);
  if (before.has(what) || before.size >= maxReported) return;
  before.add(what);
  tell(new Error(what, { cause }));
}
