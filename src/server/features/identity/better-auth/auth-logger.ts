/**
 * Writes better-auth's messages to the portal's log. Only problems that the operator can fix are logged as errors;
 * refused requests aren't.
 */
import type { BetterAuthOptions } from 'better-auth';
import type { Logger } from 'pino';
import { logFailure } from '#server/platform/observability/failure-log.ts';

/** Matches messages about invalid callback URLs and origins, which come from the request. */
const invalidAddress = /^Invalid \w*(?:URL|origin)\b/i;

/** Truncates a log message before the URL or origin that it contains. */
const withoutAddress = (message: string): string => /^[A-Za-z ]*/.exec(message)?.[0].trim() ?? '';

/** Returns a value for better-auth's `logger` option. */
export const authLogger = (log: Logger): NonNullable<BetterAuthOptions['logger']> => ({
  level: 'warn',
  disableColors: true,
  log: (level, message, ...details) => {
    const error = details.find((each) => each instanceof Error);
    const source = 'better-auth';
    // The URL or origin in the message comes from the request, so it can be of any length and contain personal data.
    if (!error && invalidAddress.test(message)) {
      log.info({ source, reason: withoutAddress(message) }, 'an address in a link was refused');
      return;
    }
    // If no exception was passed, the problem is in the client's request, such as an altered link.
    const ours = level === 'error' && !error ? 'warn' : level;
    if (error) logFailure(log, error, { source, level: level === 'error' ? level : 'warn' }, message);
    else log[ours]({ source }, message);
  },
});
