/**
 * A portal that kills itself with SIGKILL when a request reaches a chosen database statement. The crash proof and a
 * test fork it; it isn't part of the product.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { Server } from 'node:http';
import mysql from 'mysql2';
import { pino } from 'pino';
import { takeAnyPort } from '#scripts/system/ports.ts';
import { readConfig } from '#server/config/config.ts';
import { startServer } from '#server/server.ts';
import type { Order, Word } from './words.ts';

/** The parts of a database driver's command object that are used here. */
interface Command {
  sql?: string;
  onResult?: (...result: unknown[]) => void;
}

interface Connecting {
  addCommand(command: Command): Command;
}

/** The requests in which statements are counted: those whose URL begins with this. */
const countedPath = process.env.KILLED_PATH ?? '/paddle/webhook';

const counted = new AsyncLocalStorage<true>();
let order: Order | null = null;
let count = 0;

/**
 * Sends a message to the parent process. Errors are ignored: sending fails only if the parent has gone, and then this
 * process exits too.
 */
const say = (word: Word): void => {
  if (process.connected) process.send?.(word, undefined, undefined, () => undefined);
};

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('the process is still running after it was killed');
}

/** Finds the prototype that defines `addCommand` for the driver's connections. */
function driverPrototype(): Connecting {
  let found: object | null = mysql.Connection.prototype;
  while (found && !Object.hasOwn(found, 'addCommand')) found = Object.getPrototypeOf(found);
  if (!found) throw new Error('the driver has no addCommand, so statements cannot be counted');
  return found as Connecting;
}

/**
 * Counts the statements that the counted requests run, on any connection, and kills this process at the ordered
 * statement.
 */
function countStatements(): void {
  const driver = driverPrototype();
  const { addCommand } = driver;
  driver.addCommand = function (this: Connecting, command) {
    if (!counted.getStore() || typeof command.sql !== 'string') return addCommand.call(this, command);
    count += 1;
    const isTheOne = order?.statement === count;
    if (isTheOne && order?.moment === 'before') die();
    const { onResult } = command;
    if (isTheOne && onResult) {
      command.onResult = (...result) => (order ? die() : onResult.apply(command, result));
    }
    return addCommand.call(this, command);
  };
}

/**
 * Handles each counted request in a separate async context. Statements that the sweeper and the outbox worker run are
 * outside these contexts, so they aren't counted.
 */
function markRequests(): void {
  const { emit } = Server.prototype;
  Server.prototype.emit = function (this: Server, event: string | symbol, ...args: unknown[]) {
    const [request] = args as [{ url?: string }?];
    if (event !== 'request' || !request?.url?.startsWith(countedPath))
      return Reflect.apply(emit, this, [event, ...args]);
    return counted.run(true, () => Reflect.apply(emit, this, [event, ...args]));
  };
}

markRequests();
countStatements();
process.on('message', (asked: Order | 'count') => {
  if (asked === 'count') {
    // The parent knows by now that the portal has survived, so the order no longer applies.
    order = null;
    say({ said: 'counted', statements: count });
    return;
  }
  order = asked;
  count = 0;
  say({ said: 'ready' });
});
process.once('disconnect', () => process.exit());
// If the proof ended while this module was loading, `disconnect` was emitted before the listener was added.
if (!process.connected) process.exit();
const log = pino({ level: 'silent' });
const { port, listener } = await takeAnyPort();
const settings = { ...process.env, PORT: String(port), APP_URL: `http://127.0.0.1:${port}` };
const portal = await startServer(readConfig(settings), {
  log,
  listener,
  jobs: false,
  client: (_req, _res, next) => next(),
});
say({ said: 'open', url: portal.url });
