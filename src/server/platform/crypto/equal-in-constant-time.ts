/** Compares what a stranger has sent with what is right. */
import { timingSafeEqual } from 'node:crypto';

const bytesOf = (value: Buffer | string): Buffer => (typeof value === 'string' ? Buffer.from(value) : value);

/** How long it takes tells nothing of where the two differ; only that their lengths do. Strings are UTF-8. */
export function equalInConstantTime(left: Buffer | string, right: Buffer | string): boolean {
  const [a, b] = [bytesOf(left), bytesOf(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
