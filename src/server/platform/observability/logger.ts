/** The log: JSON lines, with secrets and personal data cut out before they are written. */
import { type DestinationStream, type Logger, pino } from 'pino';
import { boundLine } from './bound-line.ts';
import { createLogDestination } from './log-destination.ts';
import { standardOutputWriter } from './standard-output.ts';

/** Errors have causes, and a cause may be the error itself. */
const deepestCause = 5;

const redacted = [
  'email',
  'password',
  'token',
  'secret',
  'licenceKey',
  'authorization',
  'cookie',
  '*.email',
  '*.password',
  '*.token',
  '*.secret',
  '*.licenceKey',
  '*.licence_key',
  '*.client_secret',
  '*.vendor_auth_code',
  '*.authorization',
  '*.cookie',
];

/**
 * What the log keeps of an error: name, message, code, stack and causes. Sequelize's errors also carry the
 * statement and its values, which hold personal data: those stay out.
 */
function describeError(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const code =
    'code' in error && (typeof error.code === 'string' || typeof error.code === 'number')
      ? { code: error.code }
      : {};
  const inner = (cause: unknown) => (depth < deepestCause ? describeError(cause, depth + 1) : '[cut]');
  return {
    type: error.name,
    message: error.message,
    ...code,
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: inner(error.cause) }),
    // A connection that was tried by several addresses says in these alone why it failed.
    ...(error instanceof AggregateError ? { errors: error.errors.slice(0, 3).map(inner) } : {}),
  };
}

/** A log on standard output. What cannot be written waits or is dropped; the process never does. */
function standardOutput(): DestinationStream {
  const destination = createLogDestination(standardOutputWriter());
  process.on('exit', destination.flush);
  return { write: (line: string) => destination.write(boundLine(line)) };
}

const serializeError = (error: unknown) => describeError(error);

let shared: DestinationStream | undefined;

/** All loggers of a process write to its one standard output. */
export function createLogger(level: string): Logger {
  if (level === 'silent') return pino({ level });
  shared ??= standardOutput();
  return pino(
    {
      level,
      base: null,
      redact: { paths: redacted, censor: '[cut]' },
      serializers: { err: serializeError, error: serializeError },
    },
    shared,
  );
}
