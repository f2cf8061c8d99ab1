/**
 * Records unexpected console output and attempts to connect to other machines. A worker loads this once, however many
 * files it runs. `guarded.ts` fails the tests.
 */
import { Socket } from 'node:net';
import { format } from 'node:util';

const problems: string[] = [];
let expected: RegExp[] = [];
/** oidc-provider prints this on Node 20 when it is loaded, although it works there. */
const alwaysExpected = [/oidc-provider WARNING: Unsupported runtime/];

/** Allows the current test to print matching warnings and errors. */
export function expectPrinted(...patterns: RegExp[]): void {
  expected.push(...patterns);
}

for (const method of ['error', 'warn'] as const) {
  const original = console[method];
  console[method] = (...parts: unknown[]) => {
    const text = format(...parts);
    if ([...alwaysExpected, ...expected].some((pattern) => pattern.test(text))) return;
    problems.push(`console.${method}: ${text}`);
    original(...parts);
  };
}

/** With or without the final dot that query-timeout.ts appends to an IP address. */
const loopback = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\]|::ffff:127(\.\d{1,3}){3}|0\.0\.0\.0|::)\.?$/i;

/** Returns the host in the arguments of `connect`, which are options, a port and a host, a path, or a list of these. */
function targetOf(args: readonly unknown[]): string {
  const [first, second] = args;
  if (Array.isArray(first)) return targetOf(first);
  if (first && typeof first === 'object') {
    if ('path' in first && typeof first.path === 'string') return 'localhost';
    return 'host' in first && typeof first.host === 'string' ? first.host : 'localhost';
  }
  const isPort = typeof first === 'number' || (typeof first === 'string' && /^\d+$/.test(first));
  return isPort && typeof second === 'string' ? second : 'localhost';
}

const connect: (this: Socket, ...args: never[]) => Socket = Socket.prototype.connect;
Object.defineProperty(Socket.prototype, 'connect', {
  configurable: true,
  writable: true,
  value(this: Socket, ...args: never[]): Socket {
    const target = targetOf(args);
    if (loopback.test(target)) return connect.apply(this, args);
    problems.push(`an outgoing request to ${target}`);
    // Even if the code under test swallows this error, the recorded problem makes the test fail.
    return this.destroy(new Error(`Tests may connect only to this machine, not to ${target}`));
  },
});

/** Returns and clears the problems recorded since the last call. */
export const takeProblems = (): string[] => problems.splice(0);

/** Clears the patterns that earlier tests passed to `expectPrinted`. */
export function expectNothingPrinted(): void {
  expected = [];
}
