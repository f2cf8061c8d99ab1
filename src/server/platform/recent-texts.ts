/** Remembers what long texts that come again and again mean. */

/** Of what was used last, as much as fits. The same text always means the same, so nothing goes stale. */
export class RecentTexts<V extends object> {
  readonly #values = new Map<string, V>();
  readonly #room: number;
  #length = 0;

  /** `room`: characters that all texts together may have. */
  constructor(room: number) {
    this.#room = room;
  }

  /** Whoever gets it shares it: it must not be changed. */
  find(text: string): V | undefined {
    const value = this.#values.get(text);
    // The last one in a map is the one that was put there last.
    if (value && this.#values.delete(text)) this.#values.set(text, value);
    return value;
  }

  /** Answers the value. */
  keep(text: string, value: V): V {
    if (!this.#values.delete(text)) this.#length += text.length;
    this.#values.set(text, value);
    for (const [oldest] of this.#values) {
      if (this.#length <= this.#room) break;
      this.#values.delete(oldest);
      this.#length -= oldest.length;
    }
    return value;
  }
}
