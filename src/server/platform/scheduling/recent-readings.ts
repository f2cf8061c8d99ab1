/** Caches parsed values of texts that are read repeatedly. */
import { LRUCache } from 'lru-cache';

interface Reading<V> {
  text: string;
  value: V;
}

/**
 * Keeps the most recently used values. A value is found only for the exact text it was parsed from, so it is never
 * stale. Entries are keyed by name, because comparing two texts costs less than hashing one.
 */
export class RecentReadings<V extends object> {
  readonly #readings: LRUCache<string, Reading<V>>;

  /** `maxCharacters` limits the length of all texts together. */
  constructor(maxCharacters: number) {
    this.#readings = new LRUCache({
      maxSize: maxCharacters,
      sizeCalculation: ({ text }) => Math.max(1, text.length),
    });
  }

  /**
   * Returns the value parsed from this text, or undefined if it isn't cached. All callers share the value and must not
   * modify it.
   */
  find(name: string, text: string): V | undefined {
    const reading = this.#readings.get(name);
    return reading?.text === text ? reading.value : undefined;
  }

  keep(name: string, text: string, value: V): void {
    this.#readings.set(name, { text, value });
  }
}
