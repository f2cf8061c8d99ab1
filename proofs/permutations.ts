/** Enumerates the distinct orders of a list of numbers. */

/** Calls `visit` with each distinct order. The array passed to it is reused, so copy the array to keep it. */
export function eachOrder(items: readonly number[], visit: (order: readonly number[]) => void): void {
  const left = new Map<number, number>();
  for (const item of items) left.set(item, (left.get(item) ?? 0) + 1);
  const kinds = [...left.keys()];
  const order: number[] = [];
  const choose = (): void => {
    if (order.length === items.length) {
      visit(order);
      return;
    }
    for (const kind of kinds) {
      const count = left.get(kind) ?? 0;
      if (count === 0) continue;
      left.set(kind, count - 1);
      order.push(kind);
      choose();
      order.pop();
      left.set(kind, count);
    }
  };
  choose();
}
