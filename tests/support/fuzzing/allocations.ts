/** Measures how much memory a call allocates, including memory that is released at once. */
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
 * Returns the number of bytes that `act` allocates on the JavaScript heap, sampled every four kilobytes. The engine
 * counts all allocations of the thread, including feedback that it collects during the first calls and, on a busy
 * machine, the test runner's messages. These can only increase a count. Therefore `act` runs three times and the lowest
 * count is returned.
 */
export async function allocatedBy(act: () => Promise<void>): Promise<number> {
  const counts: number[] = [];
  for (let run = 0; run < 3; run += 1) counts.push(await countOnce(act));
  return Math.min(...counts);
}
