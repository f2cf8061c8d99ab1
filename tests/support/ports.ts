/** Ports for the servers that tests start. */
import { randomInt } from 'node:crypto';
import { nextFreePort } from '#scripts/system/ports.ts';

/** Below those that systems give to outgoing connections: one of these could take a port between the look and the start. */
const lowest = 20_000;
const portsOfAWorker = 1_000;
const workers = 12;

/** A free port that no other worker of this run looks at. */
export function ownPort(): Promise<number> {
  const { VITEST_POOL_ID: ofVitest, TEST_PARALLEL_INDEX: ofPlaywright } = process.env;
  const worker = Number(ofVitest ?? ofPlaywright ?? 0) % workers;
  return nextFreePort(lowest + worker * portsOfAWorker + randomInt(portsOfAWorker - 100));
}
