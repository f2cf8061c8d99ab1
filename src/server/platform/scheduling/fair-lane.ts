/**
 * A queue that runs one task at a time and lets groups of callers take turns. With `p-queue` and `fastq`, groups can't
 * take turns, and a full queue can't choose which task to drop.
 */
import { setTimeout as delay } from 'node:timers/promises';

export interface Task<R> {
  /**
   * Called when it is the task's turn. Returns the result if it is already known; `run` and the pause after it are then
   * skipped.
   */
  known: () => R | undefined;
  run: () => Promise<R>;
}

interface Waiting<R> extends Task<R> {
  resolve: (result: R | null) => void;
  reject: (reason: unknown) => void;
}

interface Group<R> {
  waiting: Waiting<R>[];
  takesNewest: boolean;
}

/**
 * Runs a task and settles its promise. If `known` or `run` throws, only this task rejects. Returns whether the result
 * was already known.
 */
async function settle<R>(task: Waiting<R>): Promise<boolean> {
  try {
    const known = task.known();
    task.resolve(known === undefined ? await task.run() : known);
    return known !== undefined;
  } catch (error) {
    task.reject(error);
    return false;
  }
}

/**
 * Returns a function that queues a task. It resolves to the task's result, or to null if the task was dropped.
 *
 * - Groups take turns. Within a group, the oldest and the newest task take turns: the newest soon runs even after a
 *   burst, and the oldest isn't overtaken forever.
 * - If the queue is full, the oldest task of the largest group is dropped, so a group that floods the queue loses only
 *   its own tasks.
 *
 * `pauseMs` is the pause in milliseconds after each task that was run.
 */
export function createFairLane<R>({ maxWaiting, pauseMs }: { maxWaiting: number; pauseMs: number }) {
  const groups = new Map<string, Group<R>>();
  let count = 0;
  let isRunning = false;

  function add(name: string, task: Waiting<R>): void {
    const group = groups.get(name);
    if (group) group.waiting.push(task);
    else groups.set(name, { waiting: [task], takesNewest: false });
    count += 1;
  }

  function dropOldest(): void {
    let [largest] = groups;
    for (const entry of groups)
      if (largest && entry[1].waiting.length > largest[1].waiting.length) largest = entry;
    if (!largest) return;
    const [name, group] = largest;
    const dropped = group.waiting.shift();
    if (group.waiting.length === 0) groups.delete(name);
    count -= 1;
    dropped?.resolve(null);
  }

  function takeNext(): Waiting<R> | undefined {
    const [first] = groups;
    if (!first) return undefined;
    const [name, group] = first;
    const next = group.takesNewest ? group.waiting.pop() : group.waiting.shift();
    group.takesNewest = !group.takesNewest;
    // Maps keep insertion order, so deleting the group and adding it again moves it to the end.
    groups.delete(name);
    if (group.waiting.length > 0) groups.set(name, group);
    count -= 1;
    return next;
  }

  async function run(): Promise<void> {
    isRunning = true;
    for (let next = takeNext(); next; next = takeNext()) {
      const wasKnown = await settle(next);
      if (!wasKnown && pauseMs > 0) await delay(pauseMs);
    }
    isRunning = false;
  }

  return (group: string, task: Task<R>): Promise<R | null> =>
    new Promise((resolve, reject) => {
      add(group, { ...task, resolve, reject });
      if (count > maxWaiting) dropOldest();
      if (!isRunning) void run();
    });
}
