/** Lets look-ups that come at the same time share one query. */

export interface BatcherOptions<V> {
  /** Answers many keys at once; a key that is not in the answer has no value. */
  load: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>;
  /** Keys in one query at most. */
  maxKeys?: number;
  /** Queries under way at most; while they are, look-ups gather for the next one. */
  maxConcurrent?: number;
  /** A key that is under way waits for the next query: no two at a time have one in common. */
  disjoint?: boolean;
}

interface Waiting<V> {
  resolve: (value: V | undefined) => void;
  reject: (reason: unknown) => void;
}

/**
 * The value of a key, asked together with whatever else is being asked. Nothing is remembered: a call never
 * gets an answer to a query that was sent before it. A query that fails, fails all who shared it.
 */
export function createBatcher<V>({
  load,
  maxKeys = 64,
  maxConcurrent = 2,
  disjoint = false,
}: BatcherOptions<V>) {
  const gathering = new Map<string, Waiting<V>[]>();
  let underWay = 0;
  const busy = new Set<string>();
  let scheduled = false;

  async function run(batch: ReadonlyMap<string, readonly Waiting<V>[]>): Promise<void> {
    try {
      const values = await load([...batch.keys()]);
      for (const [key, callers] of batch) for (const caller of callers) caller.resolve(values.get(key));
    } catch (error) {
      for (const callers of batch.values()) for (const caller of callers) caller.reject(error);
    } finally {
      underWay -= 1;
      for (const key of batch.keys()) busy.delete(key);
      flush();
    }
  }

  function flush(): void {
    scheduled = false;
    while (underWay < maxConcurrent) {
      const next = [...gathering].filter(([key]) => !busy.has(key)).slice(0, maxKeys);
      if (next.length === 0) return;
      for (const [key] of next) {
        gathering.delete(key);
        if (disjoint) busy.add(key);
      }
      underWay += 1;
      void run(new Map(next));
    }
  }

  return (key: string): Promise<V | undefined> =>
    new Promise((resolve, reject) => {
      const callers = gathering.get(key);
      if (callers) callers.push({ resolve, reject });
      else gathering.set(key, [{ resolve, reject }]);
      if (scheduled) return;
      scheduled = true;
      // After the sockets that are readable now have been read: their requests ask along.
      setImmediate(flush);
    });
}
