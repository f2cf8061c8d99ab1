/** Ends the process on an uncaught error: one log line, then exit code 1. */
import type { Logger } from 'pino';

/**
 * Logs uncaught errors and unhandled rejections, then exits. Node would exit too, but with a stack trace on standard
 * error that JSON log collectors can't parse. The state is unknown at this point, so nothing is finished: a supervisor
 * starts a new process, and unfinished work is in the database.
 */
export function endOnFatalErrors(log: Pick<Logger, 'fatal'>): void {
  const endWith = (sentence: string) => (error: unknown) => {
    log.fatal({ err: error }, sentence);
    process.exit(1);
  };
  process.on('uncaughtException', endWith('an uncaught error ends this process'));
  process.on('unhandledRejection', endWith('an unhandled rejection ends this process'));
}
