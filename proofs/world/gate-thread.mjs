/**
 * A thread of its own for the way to the database: a gate that can be shut, as tests/support/database/tcp-gate.ts is, without
 * taking the proof's own thread's time for every statement. Plain JavaScript, for a thread has no loader.
 */
import { connect, createServer } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

const channel = parentPort;
if (!channel) throw new Error('this is a thread, not a program');

/** @type {Set<import('node:net').Socket>} */
const sockets = new Set();
let isOpen = false;

/** @param {import('node:net').Socket} caller */
function forward(caller) {
  if (!isOpen) {
    caller.resetAndDestroy();
    return;
  }
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

// Shut or open it keeps its port, which somebody else could take.
const server = createServer(forward);

channel.on('message', (wish) => {
  isOpen = wish === 'open';
  if (!isOpen) for (const socket of sockets) socket.destroy();
  channel.postMessage({ done: wish });
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  channel.postMessage({ port: address && typeof address === 'object' ? address.port : 0 });
});
