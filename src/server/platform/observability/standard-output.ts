/** Writes to standard output without blocking on its reader. */
import { constants, fstatSync, openSync, writeSync } from 'node:fs';
import type { WriteSome } from './log-destination.ts';

const standardOutput = 1;
/** Returns the error for a write that would block. */
const wouldWait = () => Object.assign(new Error('nobody reads'), { code: 'EAGAIN' });

/**
 * Returns a writer that never blocks. A write to a file succeeds or fails immediately. A pipe or terminal is reopened
 * in non-blocking mode, which doesn't affect other processes that write to it. A socket, such as that of systemd's
 * journal, can't be reopened. It is written through Node's stream, which accepts nothing more once its buffer is full
 * until the buffer has drained.
 */
export function standardOutputWriter(): WriteSome {
  try {
    if (fstatSync(standardOutput).isFile()) return (bytes) => writeSync(standardOutput, bytes);
    const unwaiting = openSync('/dev/stdout', constants.O_WRONLY | constants.O_NONBLOCK);
    return (bytes) => writeSync(unwaiting, bytes);
  } catch {
    return throughNode();
  }
}

function throughNode(): WriteSome {
  const { stdout } = process;
  let failure: Error | null = null;
  stdout.on('error', (error) => {
    failure = error;
  });
  return (bytes) => {
    if (failure) throw failure;
    if (stdout.writableNeedDrain) throw wouldWait();
    stdout.write(bytes);
    return bytes.length;
  };
}
