/**
 * Returns an object whose properties are created on first access. A transaction gets two dozen repositories but uses
 * two or three, and each model takes about a millisecond to define.
 */
export function lazily<T extends object>(makers: { [K in keyof T]: () => T[K] }): T {
  const made: Partial<T> = {};
  for (const name of Object.keys(makers) as (keyof T & string)[]) {
    const keep = (value: T[typeof name]): T[typeof name] => {
      Object.defineProperty(made, name, { value, configurable: true, enumerable: true, writable: true });
      return value;
    };
    Object.defineProperty(made, name, {
      configurable: true,
      enumerable: true,
      get: () => keep(makers[name]()),
      set: keep,
    });
  }
  return made as T;
}
