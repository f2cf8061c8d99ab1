/** Interrupts a transaction at a certain statement, so that a test can have another process act at that moment. */
import type { BoundDeps, Deps } from '#server/deps.ts';

interface Interruption {
  repository: keyof BoundDeps;
  method: string;
  /** Whether `meanwhile` runs before the statement or after it. */
  when: 'before' | 'after';
  meanwhile: () => Promise<unknown>;
}

/** Returns the same dependencies with transactions that run `meanwhile` at the first call of the method. */
export function interrupted<T extends Pick<Deps, 'transaction'>>(
  deps: T,
  { repository, method, when, meanwhile }: Interruption,
): T {
  let isOver = false;
  const once = async () => {
    if (isOver) return;
    isOver = true;
    await meanwhile();
  };
  const hooked = (target: object): object =>
    new Proxy(target, {
      get(of, name) {
        const value: unknown = Reflect.get(of, name);
        if (name !== method || typeof value !== 'function') return value;
        return async (...values: unknown[]) => {
          if (when === 'before') await once();
          const result: unknown = await value.apply(of, values);
          if (when === 'after') await once();
          return result;
        };
      },
    });
  const transaction: Deps['transaction'] = (work) =>
    deps.transaction((bound) =>
      work(
        new Proxy(bound, {
          get(of, name) {
            const value: unknown = Reflect.get(of, name);
            return name === repository && typeof value === 'object' && value !== null ? hooked(value) : value;
          },
        }),
      ),
    );
  return new Proxy(deps, {
    get: (of, name): unknown => (name === 'transaction' ? transaction : Reflect.get(of, name)),
  });
}
