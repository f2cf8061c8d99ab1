/** How much memory something takes, counted by the engine: all that is allocated, also what is let go at once. */
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

/** Bytes allocated on the heap of JavaScript while `act` runs, by samples of four kilobytes. */
export async function allocatedBy(act: () => Promise<void>): Promise<number> {
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
