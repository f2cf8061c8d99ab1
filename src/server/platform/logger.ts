/** The log: JSON lines, with secrets and personal data cut out before they are written. */
import { type Logger, pino } from 'pino';

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
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const code =
    'code' in error && (typeof error.code === 'string' || typeof error.code === 'number')
      ? { code: error.code }
      : {};
  return {
    type: error.name,
    message: error.message,
    ...code,
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

export function createLogger(level: string): Logger {
  return pino({
    level,
    base: null,
    redact: { paths: redacted, censor: '[cut]' },
    serializers: { err: describeError, error: describeError },
  });
}
