/** The end of a process that has met an error nobody caught: one line in the log, then exit code 1. */
import type { Logger } from 'pino';

/**
 * Node would end the process as well, but with a stack trace on standard error that no collector of JSON lines
 * understands. The state is unknown from here on, so nothing is finished: a supervisor starts a new process, and
 * what was under way is in the database.
 */
export function endOnFatalErrors(log: Pick<Logger, 'fatal'>): void {
  const endWith = (sentence: string) => (error: unknown) => {
    log.fatal({ err: error }, sentence);
    process.exit(1);
  };
  process.on('uncaughtException', endWith('an uncaught error ends this process'));
  process.on('unhandledRejection', endWith('an unhandled rejection ends this process'));
}
