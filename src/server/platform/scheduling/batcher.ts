/**
 * Combines look-ups that arrive at the same time into one query. `dataloader` lacks two features: limiting the number
 * of concurrent queries, so that look-ups collect while the database is busy, and keeping concurrent queries from
 * containing the same key.
 */

export interface BatcherOptions<V> {
  /** Looks up many keys. A key that is missing from the result has no value. */
  load: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>;
  /** Maximum number of keys in one query. */
  maxKeys?: number;
  /** Maximum number of concurrent queries. Further look-ups collect until one has finished. */
  maxConcurrent?: number;
  /**
   * Whether two concurrent queries must not contain the same key. If so, looking up a key again waits until the query
   * that contains it has finished.
   */
  disjoint?: boolean;
}

interface Waiting<V> {
  resolve: (value: V | undefined) => void;
  reject: (reason: unknown) => void;
}

/**
 * Returns a function that looks up a key, together with the other keys requested at the same time. Results aren't
 * cached: a call never gets the result of a query that was sent before the call. If a query fails, all its look-ups
 * reject.
 */
export function createBatcher<V>({
  load,
  maxKeys = 64,
  maxConcurrent = 2,
  disjoint = false,
}: BatcherOptions<V>) {
  const gathering = new Map<string, Waiting<V>[]>();
  let inProgress = 0;
  const busy = new Set<string>();
  let scheduled = false;

  async function run(batch: ReadonlyMap<string, readonly Waiting<V>[]>): Promise<void> {
    try {
      const values = await load([...batch.keys()]);
      for (const [key, callers] of batch) for (const caller of callers) caller.resolve(values.get(key));
    } catch (error) {
      for (const callers of batch.values()) for (const caller of callers) caller.reject(error);
    } finally {
      inProgress -= 1;
      for (const key of batch.keys()) busy.delete(key);
      flush();
    }
  }

  function flush(): void {
    scheduled = false;
    while (inProgress < maxConcurrent) {
      const next = [...gathering].filter(([key]) => !busy.has(key)).slice(0, maxKeys);
      if (next.length === 0) return;
      for (const [key] of next) {
        gathering.delete(key);
        if (disjoint) busy.add(key);
      }
      inProgress += 1;
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
      // Waits until all sockets that have data now have been read, so that the requests they contain join the batch.
      setImmediate(flush);
    });
}
