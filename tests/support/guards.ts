/**
 * Notes what a test prints that it should not, and that it tries to reach another machine. Loaded once by each
 * worker, however many files it runs; `guarded` fails the tests.
 */
import { Socket } from 'node:net';
import { format } from 'node:util';

const problems: string[] = [];
let expected: RegExp[] = [];
/** Said when the module is loaded, on Node 20, where it works all the same. */
const alwaysExpected = [/oidc-provider WARNING: Unsupported runtime/];

/** Lets the current test print warnings and errors that match. */
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

/** With or without the final dot of a fully qualified name (`query-timeout`). */
const loopback = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\]|::ffff:127(\.\d{1,3}){3}|0\.0\.0\.0|::)\.?$/i;

/** Where a call of `connect` leads: its arguments are options, a port and a host, a path, or a list of these. */
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
    // Also where the code under test would swallow the error: the test fails by the note above.
    return this.destroy(new Error(`Tests reach this machine only, not ${target}`));
  },
});

/** What was noted since the last call. */
export const takeProblems = (): string[] => problems.splice(0);

/** Nothing that an earlier test let be printed may be printed any more. */
export function expectNothingPrinted(): void {
  expected = [];
}
