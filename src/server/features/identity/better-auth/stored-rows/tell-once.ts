/** Reports unreadable data to the operator once per process, however often it is read. */

const told = new WeakMap<object, Set<string>>();
const maxReported = 10_000;

/**
 * Calls `tell` with an error unless it was already reported to `log`. `what` identifies the row by its ID, never by its
 * content. `cause` is the error thrown while reading it, if that doesn't quote the content.
 */
export function tellOnce(log: object, what: string, tell: (error: Error) => void, cause?: unknown): void {
  const before = told.get(log) ?? new Set();
  told.set(log, before);
  if (before.has(what) || before.size >= maxReported) return;
  before.add(what);
  tell(new Error(what, { cause }));
}
