/** A portal that dies by SIGKILL at a chosen database statement of a webhook. Forked by the proof; no part of the product. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { Server } from 'node:http';
import mysql from 'mysql2';
import { pino } from 'pino';
import { takeAnyPort } from '#scripts/system/ports.ts';
import { readConfig } from '#server/config/config.ts';
import { startServer } from '#server/server.ts';
import type { Order, Word } from './words.ts';

/** A command of the driver, as far as it is looked at here. */
interface Command {
  sql?: string;
  onResult?: (...result: unknown[]) => void;
}

interface Connecting {
  addCommand(command: Command): Command;
}

const webhook = new AsyncLocalStorage<true>();
let order: Order | null = null;
let count = 0;

/** Whoever started it may have gone while it was starting: then there is nobody to tell, and it ends too. */
const say = (word: Word): void => {
  if (process.connected) process.send?.(word, undefined, undefined, () => undefined);
};

/** The log of what was reached goes out first: a killed process says nothing any more. */
function die(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('killed, and still here');
}

/** The prototype that the driver's connections get `addCommand` from. */
function driverPrototype(): Connecting {
  let found: object | null = mysql.Connection.prototype;
  while (found && !Object.hasOwn(found, 'addCommand')) found = Object.getPrototypeOf(found);
  if (!found) throw new Error('this driver has no addCommand: statements cannot be counted');
  return found as Connecting;
}

/** Counts the statements that answering a webhook takes, whatever connection they go through. */
function countStatements(): void {
  const driver = driverPrototype();
  const { addCommand } = driver;
  driver.addCommand = function (this: Connecting, command) {
    if (!webhook.getStore() || typeof command.sql !== 'string') return addCommand.call(this, command);
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

/** Everything a webhook does happens in a context of its own; the sweeper's and the postman's statements are not counted. */
function markWebhooks(): void {
  const { emit } = Server.prototype;
  Server.prototype.emit = function (this: Server, event: string | symbol, ...args: unknown[]) {
    const [request] = args as [{ url?: string }?];
    if (event !== 'request' || request?.url !== '/paddle/webhook')
      return Reflect.apply(emit, this, [event, ...args]);
    return webhook.run(true, () => Reflect.apply(emit, this, [event, ...args]));
  };
}

markWebhooks();
countStatements();
process.on('message', (asked: Order | 'count') => {
  if (asked === 'count') {
    // Whoever asks has seen it live, and wants it to go on.
    order = null;
    say({ said: 'counted', statements: count });
    return;
  }
  order = asked;
  count = 0;
  say({ said: 'ready' });
});
process.once('disconnect', () => process.exit());
// The proof may have ended while this was loading: then no such event comes.
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
