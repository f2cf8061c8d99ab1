/** Stores a long list of references in eight bytes each, so that references can be looked up in it. */
import { createHash } from 'node:crypto';
import { type PaddleRef, refKey } from '#server/platform/paddle/reference.ts';

export interface RefList {
  add: (ref: PaddleRef) => void;
  /**
   * Ends the list, so that no more references can be added. Returns the number of distinct references and a function
   * that looks one up.
   */
  done: () => { size: number; has: (ref: PaddleRef) => boolean };
}

/**
 * Represents a reference by the first eight bytes of its hash. Two references may have the same bytes: with lists of a
 * million references on both sides, about one night in twenty million would mistake a subscription that Paddle doesn't
 * know for one that it does.
 */
const digestOf = (ref: PaddleRef): bigint =>
  createHash('sha256').update(refKey(ref)).digest().readBigUInt64BE();

/**
 * Creates an empty list. A `Set` of a million strings would take a hundred megabytes and many objects; this list takes
 * eight megabytes and a single array.
 */
export function createRefList(): RefList {
  let digests = new BigUint64Array(1_024);
  let length = 0;
  return {
    add(ref) {
      if (length === digests.length) {
        const longer = new BigUint64Array(2 * length);
        longer.set(digests);
        digests = longer;
      }
      digests[length] = digestOf(ref);
      length += 1;
    },
    done() {
      const sorted = digests.subarray(0, length).sort();
      return {
        size: sorted.reduce((size, digest, at) => (at > 0 && sorted[at - 1] === digest ? size : size + 1), 0),
        has(ref) {
          const digest = digestOf(ref);
          let low = 0;
          let high = sorted.length;
          while (low < high) {
            const middle = (low + high) >>> 1;
            if ((sorted[middle] ?? digest) < digest) low = middle + 1;
            else high = middle;
          }
          return sorted[low] === digest;
        },
      };
    },
  };
}
