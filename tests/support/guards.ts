/**
 * Records unexpected console output and attempts to connect to other machines; `guarded.ts` then fails the test. A
 * worker loads this module only once, however many files it runs.
 */
import { Socket } from 'node:net';
import { format } from 'node:util';

const problems: string[] = [];
let expected: RegExp[] = [];
/** On Node 20, oidc-provider prints this warning when it is loaded, although it works there. */
const alwaysExpected = [/oidc-provider WARNING: Unsupported runtime/];

/** Lets the current test print warnings and errors that match a pattern. */
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

/** Matches names and addresses of this machine. An IP address may end with the dot that query-timeout.ts appends. */
const loopback = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\]|::ffff:127(\.\d{1,3}){3}|0\.0\.0\.0|::)\.?$/i;

/**
 * Returns the host to which `connect` is called. Its arguments are options, a port with or without a host, a path, or a
 * list of these.
 */
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
    // The test fails because of the recorded problem, even if the code under test ignores this error.
    return this.destroy(new Error(`Tests may connect only to this machine, not to ${target}`));
  },
});

/** Returns and clears the problems recorded since the last call. */
export const takeProblems = (): string[] => problems.splice(0);

/** Clears the patterns that an earlier test passed to `expectPrinted`. */
export function expectNothingPrinted(): void {
  expected = [];
}
