/** Remembers what texts parse to that are read again and again. */
import { LRUCache } from 'lru-cache';

interface Reading<V> {
  text: string;
  value: V;
}

/**
 * The most recently used readings. A value is found only for the exact text it was read from, so it is never stale.
 * Looked up by a name, because comparing two texts costs less than hashing one.
 */
export class RecentReadings<V extends object> {
  readonly #readings: LRUCache<string, Reading<V>>;

  /** `maxCharacters`: of all texts together. */
  constructor(maxCharacters: number) {
    this.#readings = new LRUCache({
      maxSize: maxCharacters,
      sizeCalculation: ({ text }) => Math.max(1, text.length),
    });
  }

  /** The value is shared by all callers, who must not change it. */
  find(name: string, text: string): V | undefined {
    const reading = this.#readings.get(name);
    return reading?.text === text ? reading.value : undefined;
  }

  keep(name: string, text: string, value: V): void {
    this.#readings.set(name, { text, value });
  }
}
