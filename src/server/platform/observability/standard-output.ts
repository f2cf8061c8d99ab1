/** Standard output as something that can be written to without ever waiting for its reader. */
import { constants, fstatSync, openSync, writeSync } from 'node:fs';
import type { WriteSome } from './log-destination.ts';

const standardOutput = 1;
/** Says that it would have to wait. */
const wouldWait = () => Object.assign(new Error('nobody reads'), { code: 'EAGAIN' });

/**
 * A file takes what it is given, or refuses. A pipe or a terminal that nobody reads would hold the process: it is opened
 * anew so that it refuses instead, which changes nothing for others who write to it. What cannot be opened anew (a
 * socket, such as systemd's journal) is left to Node, which keeps what does not fit in memory: no more than one piece.
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
