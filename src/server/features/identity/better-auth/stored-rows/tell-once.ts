/** Reports to the operator what cannot be read, once per process, however often it is met. */

const told = new WeakMap<object, Set<string>>();
const maxReported = 10_000;

/**
 * Calls `tell` with an error unless `log` has been told of it. `what` names the row by its id, never by its content; `cause`
 * is what reading it threw, where that quotes no content.
 */
export function tellOnce(log: object, what: string, tell: (error: Error) => void, cause?: unknown): void {
  const before = told.get(log) ?? new Set();
  told.set(log, before);
  if (before.has(what) || before.size >= maxReported) return;
  before.add(what);
  tell(new Error(what, { cause }));
}
