/** Compares secrets without leaking them through timing. */
import { timingSafeEqual } from 'node:crypto';

const bytesOf = (value: Buffer | string): Buffer => (typeof value === 'string' ? Buffer.from(value) : value);

/**
 * Returns whether two values are equal. Takes the same time wherever they differ, but returns early if their lengths
 * differ. Strings are compared as UTF-8.
 */
export function equalInConstantTime(left: Buffer | string, right: Buffer | string): boolean {
  const [a, b] = [bytesOf(left), bytesOf(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
