/** Ends the process on an uncaught error: one log line, then exit code 1. */
import type { Logger } from 'pino';

/**
 * Logs uncaught errors and unhandled rejections, then exits. Node would exit too, but with a stack trace on standard
 * error that log collectors can't parse as JSON. Nothing is finished first, because the state of the process is
 * unknown: a supervisor starts a new process, and unfinished work is in the database.
 */
export function endOnFatalErrors(log: Pick<Logger, 'fatal'>): void {
  const endWith = (sentence: string) => (error: unknown) => {
    log.fatal({ err: error }, sentence);
    process.exit(1);
  };
  process.on('uncaughtException', endWith('an uncaught error ends this process'));
  process.on('unhandledRejection', endWith('an unhandled rejection ends this process'));
}
