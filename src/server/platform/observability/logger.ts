/** Creates JSON loggers that redact secrets and personal data. */
import { type DestinationStream, type Logger, pino } from 'pino';
import { boundLine } from './bound-line.ts';
import { createLogDestination } from './log-destination.ts';
import { standardOutputWriter } from './standard-output.ts';

/** Maximum number of nested causes, because a chain of causes may be circular. */
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
 * Reduces an error to its name, message, code, stack and causes. Leaves out the SQL statement and values that
 * Sequelize's errors also contain, because they include personal data.
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
    // If a connection tried several addresses, only these errors say why it failed.
    ...(error instanceof AggregateError ? { errors: error.errors.slice(0, 3).map(inner) } : {}),
  };
}

/** Logs to standard output. Lines that can't be written are buffered or dropped, so the process never blocks. */
function standardOutput(): DestinationStream {
  const destination = createLogDestination(standardOutputWriter());
  process.on('exit', destination.flush);
  return { write: (line: string) => destination.write(boundLine(line)) };
}

const serializeError = (error: unknown) => describeError(error);

let shared: DestinationStream | undefined;

/** Creates a logger. All loggers of a process share its standard output. */
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
