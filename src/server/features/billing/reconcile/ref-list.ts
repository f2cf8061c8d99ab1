/** A long list of references in eight bytes each, to look up in afterwards. */
import { createHash } from 'node:crypto';
import { type PaddleRef, refKey } from '#server/platform/paddle/reference.ts';

export interface RefList {
  add: (ref: PaddleRef) => void;
  /** All that were added, as something that knows its members. No more can be added. `size`: each counted once. */
  done: () => { size: number; has: (ref: PaddleRef) => boolean };
}

/**
 * The first eight bytes of a hash stand for a reference. Among two lists of a million, one in twenty million nights takes
 * a reference for another one, and a subscription that Paddle does not know for one that it knows.
 */
const digestOf = (ref: PaddleRef): bigint =>
  createHash('sha256').update(refKey(ref)).digest().readBigUInt64BE();

/** A set of a million texts takes a hundred megabytes and many objects; this takes eight, and none. */
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
