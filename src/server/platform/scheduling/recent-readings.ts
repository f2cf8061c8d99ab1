/** Remembers what texts that are read again and again mean. */

interface Reading<V> {
  text: string;
  value: V;
}

/**
 * Of what was read or kept last, as much as fits. A value is found only for the very text it was made of, so nothing
 * goes stale; the name is where to look, for comparing two texts costs less than finding one among many.
 */
export class RecentReadings<V extends object> {
  #newer = new Map<string, Reading<V>>();
  #older = new Map<string, Reading<V>>();
  #length = 0;
  readonly #room: number;

  /** `room`: characters that all texts together may have. */
  constructor(room: number) {
    this.#room = room;
  }

  /** Whoever gets it shares it: it must not be changed. */
  find(name: string, text: string): V | undefined {
    const newer = this.#newer.get(name);
    const reading = newer ?? this.#older.get(name);
    if (reading?.text !== text) return undefined;
    if (!newer) this.keep(name, text, reading.value);
    return reading.value;
  }

  keep(name: string, text: string, value: V): void {
    this.#length += text.length - (this.#newer.get(name)?.text.length ?? 0);
    this.#newer.set(name, { text, value });
    if (this.#length <= this.#room / 2) return;
    this.#older = this.#newer;
    this.#newer = new Map();
    this.#length = 0;
  }
}
