/**
 * A thread of its own for the way to the database: a gate that can be shut, as tests/support/tcp-gate.ts is, without
 * taking the proof's own thread's time for every statement. Plain JavaScript, for a thread has no loader.
 */
import { connect, createServer } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

const channel = parentPort;
if (!channel) throw new Error('this is a thread, not a program');

/** @type {Set<import('node:net').Socket>} */
const sockets = new Set();
/** @type {import('node:net').Server | null} */
let server = null;
let port = 0;

/** @param {import('node:net').Socket} caller */
function forward(caller) {
  const onward = connect(workerData.port, workerData.host);
  for (const socket of [caller, onward]) {
    socket.setNoDelay(true);
    sockets.add(socket);
    // Whoever is cut off hears of it by the closing.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      caller.destroy();
      onward.destroy();
    });
  }
  caller.pipe(onward).pipe(caller);
}

/** @returns {Promise<void>} */
function open() {
  return new Promise((resolve, reject) => {
    const opened = createServer(forward);
    opened.once('error', reject);
    opened.listen(port, '127.0.0.1', () => {
      const address = opened.address();
      if (address && typeof address === 'object') port = address.port;
      server = opened;
      resolve();
    });
  });
}

/** @returns {Promise<void>} */
function shut() {
  return new Promise((resolve) => {
    const closing = server;
    server = null;
    if (!closing) return resolve();
    closing.close(() => resolve());
    for (const socket of sockets) socket.destroy();
  });
}

channel.on('message', async (wish) => {
  if (wish === 'open') await open();
  else await shut();
  channel.postMessage({ done: wish, port });
});
