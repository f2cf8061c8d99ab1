/**
 * Forwards connections to the database, and can be shut like tests/support/database/tcp-gate.ts. Runs in a separate
 * thread, so that the proof's main thread spends no time on forwarding. It is plain JavaScript because the thread has
 * no TypeScript loader.
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
    // An error is always followed by a close event, which handles it.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      caller.destroy();
      onward.destroy();
    });
  }
  caller.pipe(onward).pipe(caller);
}

// While the gate is shut, the server keeps listening. Otherwise another process could take the port.
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
