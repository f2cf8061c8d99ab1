/** How much memory a call allocates, counted by the engine: what it keeps and what it releases at once. */
import { type HeapProfiler, Session } from 'node:inspector/promises';

function sizeOf(root: HeapProfiler.SamplingHeapProfileNode): number {
  let size = 0;
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    size += node.selfSize;
    open.push(...node.children);
  }
  return size;
}

async function countOnce(act: () => Promise<void>): Promise<number> {
  const session = new Session();
  session.connect();
  try {
    await session.post('HeapProfiler.startSampling', {
      samplingInterval: 4_096,
      includeObjectsCollectedByMajorGC: true,
      includeObjectsCollectedByMinorGC: true,
    });
    await act();
    const { profile } = await session.post('HeapProfiler.stopSampling');
    return sizeOf(profile.head);
  } finally {
    session.disconnect();
  }
}

/**
 * Bytes that `act` allocates on the JavaScript heap, from samples of four kilobytes. The engine counts the whole thread:
 * feedback that it collects during the first calls, and messages of the test runner on a busy machine. These only add,
 * so `act` runs three times and the smallest count is its own.
 */
export async function allocatedBy(act: () => Promise<void>): Promise<number> {
  const counts: number[] = [];
  for (let run = 0; run < 3; run += 1) counts.push(await countOnce(act));
  return Math.min(...counts);
}
