/** Schedules work by time; entries for the same instant run in the order added. */

export interface Entry {
  at: number;
  /**
   * Whether the work was scheduled from outside the account. Such work waits for pending deliveries; the account's own
   * work doesn't.
   */
  isVisitor: boolean;
  work: () => void | Promise<void>;
}

export interface Agenda {
  add(at: number, work: () => void): void;
  addVisitor(at: number, work: () => void | Promise<void>): void;
  /** Returns the first entry without removing it; null if there is none. */
  first(): Entry | null;
  /** Removes and returns the first entry if it is due by `now`; otherwise null. */
  takeDue(now: number): Entry | null;
}

export function createAgenda(): Agenda {
  const heap: (Entry & { order: number })[] = [];
  let added = 0;

  const isBefore = (left: number, right: number): boolean => {
    const [a, b] = [heap[left], heap[right]];
    return a !== undefined && b !== undefined && (a.at - b.at || a.order - b.order) < 0;
  };
  function swap(left: number, right: number): void {
    const [a, b] = [heap[left], heap[right]];
    if (!a || !b) return;
    heap[left] = b;
    heap[right] = a;
  }

  function push(entry: Entry): void {
    added += 1;
    heap.push({ ...entry, order: added });
    let index = heap.length - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(index, parent)) return;
      swap(index, parent);
      index = parent;
    }
  }

  function pop(): Entry | null {
    swap(0, heap.length - 1);
    const entry = heap.pop() ?? null;
    for (let index = 0; ; ) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      let least = index;
      if (isBefore(left, least)) least = left;
      if (isBefore(right, least)) least = right;
      if (least === index) return entry;
      swap(index, least);
      index = least;
    }
  }

  return {
    add: (at, work) => push({ at, isVisitor: false, work }),
    addVisitor: (at, work) => push({ at, isVisitor: true, work }),
    first: () => heap[0] ?? null,
    takeDue: (now) => ((heap[0]?.at ?? Number.POSITIVE_INFINITY) <= now ? pop() : null),
  };
}
