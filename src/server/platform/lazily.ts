/**
 * An object whose properties are made when they are first read. A transaction is given two dozen repositories and needs
 * two or three; the models behind them cost a millisecond each to define.
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
