/** What a browser keeps of an administrator's choices, such as the columns of a table. Never data about a person. */
import type { z } from 'zod';

/** Returns what was stored, or the schema's answer to `undefined` if that is nothing or something else. */
export function readStored<T>(key: string, schema: z.ZodType<T>): T {
  let text: string | null = null;
  try {
    text = localStorage.getItem(key);
    return schema.parse(text === null ? undefined : JSON.parse(text));
  } catch {
    // Storage is blocked, or holds what another release stored.
    return schema.parse(undefined);
  }
}

export function writeStored(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Storage is blocked or full. The choice then holds until the page is left.
  }
}
