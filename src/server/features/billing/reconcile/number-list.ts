/** A long list of numbers in eight bytes each, to look up in afterwards. */

export interface NumberList {
  add: (number: number) => void;
  /** All that were added, as something that knows its members. No more can be added. `size`: each counted once. */
  done: () => { size: number; has: (number: number) => boolean };
}

/** A set of a million numbers takes forty megabytes and many objects; this takes eight, and none. */
export function createNumberList(): NumberList {
  let numbers = new Float64Array(1_024);
  let length = 0;
  return {
    add(number) {
      if (length === numbers.length) {
        const longer = new Float64Array(2 * length);
        longer.set(numbers);
        numbers = longer;
      }
      numbers[length] = number;
      length += 1;
    },
    done() {
      const sorted = numbers.subarray(0, length).sort();
      return {
        size: sorted.reduce((size, number, at) => (at > 0 && sorted[at - 1] === number ? size : size + 1), 0),
        has(number) {
          let low = 0;
          let high = sorted.length;
          while (low < high) {
            const middle = (low + high) >>> 1;
            if ((sorted[middle] ?? Number.POSITIVE_INFINITY) < number) low = middle + 1;
            else high = middle;
          }
          return sorted[low] === number;
        },
      };
    },
  };
}
